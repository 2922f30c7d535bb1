// Sums of a map's channels over all its pixels, in two launches: chunks of pixels, then the chunks.
#include "column_sums.cuh"

// blockIdx.x counts chunks; a thread has a vector of channels, and every blockDim.y-th pixel of the chunk.
extern "C" __global__ void chunk_sums(const T* map, float* parts, int vectors, int pixels, int chunk) {
    int vector = blockIdx.y * blockDim.x + threadIdx.x;
    int first = blockIdx.x * chunk;
    int last = min(first + chunk, pixels);
    float sums[LANES] = {};
    for (int pixel = first + threadIdx.y; pixel < last && vector < vectors; pixel += blockDim.y) {
        Vector v = load(map, (long long) pixel * vectors + vector);
        for (int lane = 0; lane < LANES; lane++) {
            sums[lane] += value(v.values[lane]);
        }
    }
    sum_columns<LANES>(sums);
    for (int lane = 0; lane < LANES && threadIdx.y == 0 && vector < vectors; lane++) {
        parts[((long long) blockIdx.x * vectors + vector) * LANES + lane] = sums[lane];
    }
}

// A column of threads for each channel; channels that only fill up have no sum.
extern "C" __global__ void channel_sums(const float* parts, float* sums, int chunks, int padded, int channels) {
    int channel = blockIdx.x * blockDim.x + threadIdx.x;
    float sum = table_sum(parts, chunks, padded, min(channel, channels - 1));
    if (threadIdx.y == 0 && channel < channels) {
        sums[channel] = sum;
    }
}
