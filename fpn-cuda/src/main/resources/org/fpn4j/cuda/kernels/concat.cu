// Values side by side, and their gradients apart again: a launch copies what one input has. blockIdx.x counts rows.

// Runs of vectors, one in each row.
extern "C" __global__ void copy_runs(
        const T* from, T* to, long long from_row, long long to_row, long long from_offset, long long to_offset,
        long long run) {
    long long width = (long long) gridDim.y * blockDim.x;
    for (long long i = blockIdx.y * blockDim.x + threadIdx.x; i < run; i += width) {
        store(to, blockIdx.x * to_row + to_offset + i, load(from, blockIdx.x * from_row + from_offset + i));
    }
}

// Channels of the pixels of a row. A thread makes a vector: channels before the first one copied are those of launches before this
// one, and stay; behind the last one copied are zeros, which fill up the map or are written over by the next launch.
extern "C" __global__ void copy_channels(
        const T* from, T* to, int from_vectors, int to_vectors, int from_offset, int to_offset, int channels, int width) {
    int vector0 = to_offset / LANES;
    int made = (to_offset + channels - 1) / LANES + 1 - vector0;
    for (int i = blockIdx.y * blockDim.x + threadIdx.x; i < width * made; i += gridDim.y * blockDim.x) {
        int column = i / made, vector = vector0 + i - column * made;
        long long pixel = (long long) blockIdx.x * width + column;
        const T* source = from + pixel * from_vectors * LANES;
        long long target = pixel * to_vectors + vector;
        int first = from_offset + vector * LANES - to_offset; // the channel that the first lane comes from
        Vector v;
        if (first >= from_offset && first % LANES == 0 && first + LANES <= from_offset + channels) {
            v = load(source, first / LANES);
        } else {
            v = first < from_offset ? load(to, target) : Vector();
            for (int lane = 0; lane < LANES; lane++) {
                int c = first + lane;
                if (c >= from_offset) {
                    v.values[lane] = c < from_offset + channels ? source[c] : typed(0.0f);
                }
            }
        }
        store(to, target, v);
    }
}
