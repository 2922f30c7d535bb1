// Means of each image's channels, in two launches: chunks of pixels, then the chunks.
#include "image_means.cuh"

extern "C" __global__ void chunk_sums(const T* map, float* parts, int vectors, int pixels, int chunk, int chunks) {
    Place at = place(vectors, pixels, chunk, chunks);
    float sums[LANES] = {};
    for (int pixel = at.first + threadIdx.y; at.real && pixel < at.last; pixel += blockDim.y) {
        Vector v = load(map, (at.pixel0 + pixel) * vectors + at.vector);
        for (int lane = 0; lane < LANES; lane++) {
            sums[lane] += value(v.values[lane]);
        }
    }
    sum_columns<LANES>(sums);
    write_parts<1>(at, sums, parts, vectors);
}

extern "C" __global__ void means(const float* parts, T* means, int chunks, int padded, float share) {
    write_image_sums(parts, means, chunks, padded, share);
}

// dx is the same in all pixels of an image; blockIdx.x counts rows of maps, image by image.
extern "C" __global__ void backward(const T* dmeans, T* dx, int height, int row, int vectors, float share) {
    const T* own = dmeans + (long long) (blockIdx.x / height) * vectors * LANES;
    for (int i = blockIdx.y * blockDim.x + threadIdx.x; i < row; i += gridDim.y * blockDim.x) {
        Vector v = load(own, i % vectors);
        for (int lane = 0; lane < LANES; lane++) {
            v.values[lane] = typed(value(v.values[lane]) * share);
        }
        store(dx, (long long) blockIdx.x * row + i, v);
    }
}
