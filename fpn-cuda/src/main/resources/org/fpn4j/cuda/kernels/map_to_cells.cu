// A predictor's map to its part of the rows of cells, and back. A pixel's channels are the values of its anchors one after the
// other, as they stand in the rows: what fills up channels is left out, or written as zero. blockIdx.y counts images.

#define VALUES 4 // that a thread reads before it writes the first

// A thread for each VALUES values. `part` is where the map's rows begin in the first image's cells, `cells_image` how far images
// are apart.
extern "C" __global__ void cells_of_map(
        const T* map, float* part, long long cells_image, int area, int channels, int padded) {
    unsigned count = (unsigned) area * channels;
    unsigned first = blockIdx.x * blockDim.x * VALUES + threadIdx.x;
    const T* image = map + (long long) blockIdx.y * area * padded;
    T values[VALUES];
#pragma unroll
    for (int k = 0; k < VALUES; k++) {
        unsigned i = min(first + k * blockDim.x, count - 1);
        values[k] = image[channels == padded ? i : i + i / channels * (padded - channels)];
    }
#pragma unroll
    for (int k = 0; k < VALUES; k++) {
        unsigned i = first + k * blockDim.x;
        if (i < count) {
            part[blockIdx.y * cells_image + i] = value(values[k]);
        }
    }
}

// A thread for each vector of the map.
extern "C" __global__ void map_of_cells(
        const float* part, T* map, long long cells_image, int area, int channels, int padded) {
    unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
    unsigned vectors = padded / LANES;
    if (i < area * vectors) {
        unsigned pixel = i / vectors;
        int channel = (i - pixel * vectors) * LANES;
        const float* from = part + blockIdx.y * cells_image + (long long) pixel * channels + channel;
        Vector v;
        for (int lane = 0; lane < LANES; lane++) {
            v.values[lane] = typed(channel + lane < channels ? from[lane] : 0.0f);
        }
        store(map, (long long) blockIdx.y * area * vectors + i, v);
    }
}
