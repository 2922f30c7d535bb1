// Maps are [images, pixels, channels], filled up to vectors of channels. A block is blockDim.x vectors of channels wide; its threads
// go down a chunk of an image's pixels, blockDim.y of them at a time. blockIdx.x counts images and chunks within them, blockIdx.y
// stretches of vectors.
#include "column_sums.cuh"

struct Place {
    long long pixel0; // the image's first
    int vector, first, last;
    bool real; // whether there is such a vector
};

__device__ __forceinline__ Place place(int vectors, int pixels, int chunk, int chunks) {
    Place place;
    int image = blockIdx.x / chunks;
    place.pixel0 = (long long) image * pixels;
    place.vector = blockIdx.y * blockDim.x + threadIdx.x;
    place.first = (int) (blockIdx.x - image * chunks) * chunk;
    place.last = min(place.first + chunk, pixels);
    place.real = place.vector < vectors;
    return place;
}

// Writes N sums of each channel of a chunk: parts [images, chunks, N, channels].
template <int N>
__device__ void write_parts(const Place& place, const float* sums, float* parts, int vectors) {
    if (place.real && threadIdx.y == 0) {
        long long padded = (long long) vectors * LANES;
        float* to = parts + (long long) blockIdx.x * N * padded + place.vector * LANES;
        for (int i = 0; i < N; i++) {
            for (int lane = 0; lane < LANES; lane++) {
                to[i * padded + lane] = sums[i * LANES + lane];
            }
        }
    }
}
