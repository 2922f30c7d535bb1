// A stretch of one axis, and its gradient among zeros: both read what stands `shift` further and write zero where nothing does.
// blockIdx.x counts rows.

// Along any axis that is not divided into vectors. Runs are vectors of a row of each side.
extern "C" __global__ void slice_runs(const T* from, T* to, long long from_run, long long to_run, long long shift) {
    long long width = (long long) gridDim.y * blockDim.x;
    for (long long i = blockIdx.y * blockDim.x + threadIdx.x; i < to_run; i += width) {
        long long j = i + shift;
        store(to, blockIdx.x * to_run + i, j >= 0 && j < from_run ? load(from, blockIdx.x * from_run + j) : Vector());
    }
}

// Channels of the pixels of a row; a thread makes a vector. What fills up channels is not read, and written as zero.
extern "C" __global__ void slice_channels(
        const T* from, T* to, int from_channels, int to_channels, int from_vectors, int to_vectors, int shift, int width) {
    for (int i = blockIdx.y * blockDim.x + threadIdx.x; i < width * to_vectors; i += gridDim.y * blockDim.x) {
        int column = i / to_vectors, first = (i - column * to_vectors) * LANES;
        long long pixel = (long long) blockIdx.x * width + column;
        Vector v;
        for (int lane = 0; lane < LANES; lane++) {
            int made = first + lane, c = made + shift;
            bool is_there = made < to_channels && c >= 0 && c < from_channels;
            v.values[lane] = is_there ? from[pixel * from_vectors * LANES + c] : typed(0.0f);
        }
        store(to, pixel * to_vectors + i - column * to_vectors, v);
    }
}
