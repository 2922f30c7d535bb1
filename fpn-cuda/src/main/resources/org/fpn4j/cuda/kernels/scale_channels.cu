// A factor for each channel of an image, and their gradients: sums of x dy over chunks of pixels, then over the chunks.
#include "image_means.cuh"

// Of x or of dy; blockIdx.x counts rows of maps, image by image.
extern "C" __global__ void scale(const T* x, const T* factors, T* y, int height, int row, int vectors) {
    const T* own = factors + (long long) (blockIdx.x / height) * vectors * LANES;
    for (int i = blockIdx.y * blockDim.x + threadIdx.x; i < row; i += gridDim.y * blockDim.x) {
        long long at = (long long) blockIdx.x * row + i;
        Vector v = load(x, at);
        Vector by = load(own, i % vectors);
        for (int lane = 0; lane < LANES; lane++) {
            v.values[lane] = typed(value(v.values[lane]) * value(by.values[lane]));
        }
        store(y, at, v);
    }
}

extern "C" __global__ void chunk_products(
        const T* x, const T* dy, float* parts, int vectors, int pixels, int chunk, int chunks) {
    Place at = place(vectors, pixels, chunk, chunks);
    float sums[LANES] = {};
    for (int pixel = at.first + threadIdx.y; at.real && pixel < at.last; pixel += blockDim.y) {
        long long i = (at.pixel0 + pixel) * vectors + at.vector;
        Vector v = load(x, i);
        Vector d = load(dy, i);
        for (int lane = 0; lane < LANES; lane++) {
            sums[lane] += value(v.values[lane]) * value(d.values[lane]);
        }
    }
    sum_columns<LANES>(sums);
    write_parts<1>(at, sums, parts, vectors);
}

extern "C" __global__ void totals(const float* parts, T* dfactors, int chunks, int padded) {
    write_image_sums(parts, dfactors, chunks, padded, 1.0f);
}
