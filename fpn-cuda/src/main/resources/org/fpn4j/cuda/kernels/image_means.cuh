// What chunks of an image's pixels have for each channel, added up.
#include "image_chunks.cuh"

// A column of threads for each channel; blockIdx.y counts images. What fills up channels is zero, as it is in the parts.
__device__ __forceinline__ void write_image_sums(const float* parts, T* sums, int chunks, int padded, float share) {
    int channel = blockIdx.x * blockDim.x + threadIdx.x;
    const float* own = parts + (long long) blockIdx.y * chunks * padded;
    float sum = table_sum(own, chunks, padded, min(channel, padded - 1));
    if (threadIdx.y == 0 && channel < padded) {
        sums[(long long) blockIdx.y * padded + channel] = typed(sum * share);
    }
}
