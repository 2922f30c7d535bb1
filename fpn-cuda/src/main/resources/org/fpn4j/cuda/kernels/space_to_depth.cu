// Blocks of pixels as channels, and back: row y and column x of a block of channel c is channel (x block + y) channels + c. A thread
// makes a vector of channels of a pixel; blockIdx.x counts rows of what is made, image by image. What fills up channels is zero.

extern "C" __global__ void forward(
        const T* wide, T* deep, int block, int channels, int width, int deep_vectors, int wide_vectors) {
    for (int i = blockIdx.y * blockDim.x + threadIdx.x; i < width * deep_vectors; i += gridDim.y * blockDim.x) {
        int column = i / deep_vectors, first = (i - column * deep_vectors) * LANES;
        Vector v;
        for (int lane = 0; lane < LANES; lane++) {
            int k = first + lane, place = k / channels, c = k - place * channels, x = place / block, y = place - x * block;
            // images have whole numbers of blocks
            long long pixel = ((long long) blockIdx.x * block + y) * width * block + column * block + x;
            v.values[lane] = x < block ? wide[pixel * wide_vectors * LANES + c] : typed(0.0f);
        }
        store(deep, (long long) blockIdx.x * width * deep_vectors + i, v);
    }
}

extern "C" __global__ void backward(
        const T* deep, T* wide, int block, int channels, int width, int deep_vectors, int wide_vectors) {
    for (int i = blockIdx.y * blockDim.x + threadIdx.x; i < width * block * wide_vectors; i += gridDim.y * blockDim.x) {
        int column = i / wide_vectors, first = (i - column * wide_vectors) * LANES;
        int deep_row = blockIdx.x / block, y = blockIdx.x - deep_row * block;
        int deep_column = column / block, x = column - deep_column * block;
        const T* pixel = deep + ((long long) deep_row * width + deep_column) * deep_vectors * LANES;
        Vector v;
        for (int lane = 0; lane < LANES; lane++) {
            int c = first + lane;
            v.values[lane] = c < channels ? pixel[(x * block + y) * channels + c] : typed(0.0f);
        }
        store(wide, (long long) blockIdx.x * width * block * wide_vectors + i, v);
    }
}
