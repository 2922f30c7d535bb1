// The channels of each pixel at one length, then a factor for each channel. A block for each pixel; its threads go along the
// channels, a vector at a time.
#include "image_chunks.cuh"

extern "C" __global__ void forward(const T* x, const float* scale, T* y, float epsilon, int channels, int vectors) {
    long long pixel = (long long) blockIdx.x * vectors;
    float squares = 0;
    for (int vector = threadIdx.x; vector < vectors; vector += blockDim.x) {
        Vector v = load(x, pixel + vector);
        for (int lane = 0; lane < LANES; lane++) {
            squares += value(v.values[lane]) * value(v.values[lane]);
        }
    }
    float length = fmaxf(sqrtf(block_sum(squares)), epsilon);
    for (int vector = threadIdx.x; vector < vectors; vector += blockDim.x) {
        Vector v = load(x, pixel + vector);
        for (int lane = 0; lane < LANES; lane++) {
            int c = vector * LANES + lane;
            v.values[lane] = typed(c < channels ? value(v.values[lane]) / length * scale[c] : 0.0f);
        }
        store(y, pixel + vector, v);
    }
}

// With g = scale dy / length: dx = g - x (x . g) / length^2, the second term only where the length is not epsilon. Also keeps the
// lengths, for the gradient of the factors.
extern "C" __global__ void backward(
        const T* x, const float* scale, const T* dy, T* dx, float* lengths, float epsilon, int channels, int vectors) {
    long long pixel = (long long) blockIdx.x * vectors;
    float squares = 0, products = 0;
    for (int vector = threadIdx.x; vector < vectors; vector += blockDim.x) {
        Vector v = load(x, pixel + vector);
        Vector d = load(dy, pixel + vector);
        for (int lane = 0; lane < LANES; lane++) {
            int c = vector * LANES + lane;
            float at = value(v.values[lane]);
            squares += at * at;
            products += c < channels ? at * (scale[c] * value(d.values[lane])) : 0.0f;
        }
    }
    float own = sqrtf(block_sum(squares));
    float length = fmaxf(own, epsilon);
    float along = block_sum(products);
    float turned = own > epsilon ? along / length / length : 0.0f;
    if (threadIdx.x == 0) {
        lengths[blockIdx.x] = length;
    }
    for (int vector = threadIdx.x; vector < vectors; vector += blockDim.x) {
        Vector v = load(x, pixel + vector);
        Vector d = load(dy, pixel + vector);
        for (int lane = 0; lane < LANES; lane++) {
            int c = vector * LANES + lane;
            float slope = c < channels ? scale[c] * value(d.values[lane]) - value(v.values[lane]) * turned : 0.0f;
            v.values[lane] = typed(slope / length);
        }
        store(dx, pixel + vector, v);
    }
}

// Of x dy / length, of each channel over a chunk of the pixels of all images.
extern "C" __global__ void chunk_sums(
        const T* x, const T* dy, const float* lengths, float* parts, int vectors, int pixels, int chunk, int chunks) {
    Place at = place(vectors, pixels, chunk, chunks);
    float sums[LANES] = {};
    for (int pixel = at.first + threadIdx.y; at.real && pixel < at.last; pixel += blockDim.y) {
        Vector v = load(x, (long long) pixel * vectors + at.vector);
        Vector d = load(dy, (long long) pixel * vectors + at.vector);
        for (int lane = 0; lane < LANES; lane++) {
            sums[lane] += value(v.values[lane]) * value(d.values[lane]) / lengths[pixel];
        }
    }
    sum_columns<LANES>(sums);
    write_parts<1>(at, sums, parts, vectors);
}

// A column of threads for each channel.
extern "C" __global__ void totals(const float* parts, float* dscale, int chunks, int padded, int channels) {
    int channel = blockIdx.x * blockDim.x + threadIdx.x;
    float sum = table_sum(parts, chunks, padded, min(channel, channels - 1));
    if (threadIdx.y == 0 && channel < channels) {
        dscale[channel] = sum;
    }
}
