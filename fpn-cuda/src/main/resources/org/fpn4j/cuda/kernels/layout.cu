// Plain values (float32, [N, C, H, W] or [K, C, R, S] or [K]) to layouts and back. What fills up channels is written as zero.

// Maps. blockIdx.x counts images and, within them, tiles of 32 pixels; blockIdx.y tiles of 32 channels; 32 x 8 threads.
template <bool to_plain>
__device__ void turn_map(const float* plain_in, float* plain_out, const T* map_in, T* map_out, int channels, int padded, int area) {
    __shared__ float tile[32][33];
    int tiles = (area + 31) / 32;
    int image = blockIdx.x / tiles;
    int pixel0 = (blockIdx.x % tiles) * 32;
    int channel0 = blockIdx.y * 32;
    long long plain = (long long) image * channels * area;
    long long map = (long long) image * area * padded;
    for (int row = threadIdx.y; row < 32; row += 8) {
        int x = threadIdx.x;
        if (to_plain) {
            if (pixel0 + row < area && channel0 + x < channels) {
                tile[row][x] = value(map_in[map + (long long) (pixel0 + row) * padded + channel0 + x]);
            }
        } else {
            bool real = channel0 + row < channels && pixel0 + x < area;
            tile[row][x] = real ? plain_in[plain + (long long) (channel0 + row) * area + pixel0 + x] : 0.0f;
        }
    }
    __syncthreads();
    for (int row = threadIdx.y; row < 32; row += 8) {
        int x = threadIdx.x;
        if (to_plain) {
            if (channel0 + row < channels && pixel0 + x < area) {
                plain_out[plain + (long long) (channel0 + row) * area + pixel0 + x] = tile[x][row];
            }
        } else if (pixel0 + row < area && channel0 + x < padded) {
            map_out[map + (long long) (pixel0 + row) * padded + channel0 + x] = typed(tile[x][row]);
        }
    }
}

extern "C" __global__ void of_plain_map(const float* plain, T* map, int channels, int padded, int area) {
    turn_map<false>(plain, nullptr, nullptr, map, channels, padded, area);
}

extern "C" __global__ void plain_of_map(const T* map, float* plain, int channels, int padded, int area) {
    turn_map<true>(nullptr, plain, map, nullptr, channels, padded, area);
}

// Kernels of convolutions; a thread for each value of the result.
extern "C" __global__ void of_plain_kernel(
        const float* plain, T* kernel, int outputs, int inputs, int padded, int area, long long values) {
    long long i = thread_index();
    if (i < values) {
        int c = (int) (i % padded);
        int cell = (int) (i / padded % area);
        int k = (int) (i / padded / area);
        bool real = c < inputs && k < outputs;
        kernel[i] = typed(real ? plain[((long long) k * inputs + c) * area + cell] : 0.0f);
    }
}

extern "C" __global__ void plain_of_kernel(
        const T* kernel, float* plain, int outputs, int inputs, int padded, int area, long long values) {
    long long i = thread_index();
    if (i < values) {
        int cell = (int) (i % area);
        int c = (int) (i / area % inputs);
        int k = (int) (i / area / inputs);
        plain[i] = value(kernel[((long long) k * area + cell) * padded + c]);
    }
}

extern "C" __global__ void of_plain_vector(const float* plain, float* vector, int outputs, int values) {
    int i = (int) thread_index();
    if (i < values) {
        vector[i] = i < outputs ? plain[i] : 0.0f;
    }
}

extern "C" __global__ void plain_of_vector(const float* vector, float* plain, int outputs, int values) {
    int i = (int) thread_index();
    if (i < values) {
        plain[i] = vector[i];
    }
}
