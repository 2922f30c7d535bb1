// Nearest neighbour: cell i of the resized map is cell floor(i * size / target). blockIdx.x counts rows of maps, image by image.

// floor(i * size / target) for i up to target; 32 bits divide several times as fast.
__device__ __forceinline__ int scaled(int i, int size, int target) {
    return size < 65536 && target < 65536 ? (int) ((unsigned) i * (unsigned) size / (unsigned) target)
                                          : (int) ((long long) i * size / target);
}

// The first cell of the resized map that comes from cell i or a later one: ceil(i * target / size).
__device__ __forceinline__ int first_of(int i, int size, int target) {
    int before = scaled(i, target, size);
    return before + ((long long) before * size < (long long) i * target);
}

extern "C" __global__ void forward(const T* x, T* y, int height, int width, int out_height, int out_width, int vectors) {
    for (int i = blockIdx.y * blockDim.x + threadIdx.x; i < out_width * vectors; i += gridDim.y * blockDim.x) {
        int column = i / vectors, vector = i - column * vectors;
        int image = blockIdx.x / out_height, row = blockIdx.x - image * out_height;
        long long from = (long long) image * height + scaled(row, height, out_height);
        store(y, (long long) blockIdx.x * out_width * vectors + i,
              load(x, (from * width + scaled(column, width, out_width)) * vectors + vector));
    }
}

// A cell gets the gradients of all cells that come from it, row by row.
extern "C" __global__ void backward(const T* dy, T* dx, int height, int width, int out_height, int out_width, int vectors) {
    for (int i = blockIdx.y * blockDim.x + threadIdx.x; i < width * vectors; i += gridDim.y * blockDim.x) {
        int column = i / vectors, vector = i - column * vectors;
        int image = blockIdx.x / height, row = blockIdx.x - image * height;
        int row0 = first_of(row, height, out_height), row1 = first_of(row + 1, height, out_height);
        int column0 = first_of(column, width, out_width), column1 = first_of(column + 1, width, out_width);
        float sums[LANES] = {};
        for (int r = row0; r < row1; r++) {
            long long from = ((long long) image * out_height + r) * out_width;
            for (int c = column0; c < column1; c++) {
                Vector v = load(dy, (from + c) * vectors + vector);
                for (int lane = 0; lane < LANES; lane++) {
                    sums[lane] += value(v.values[lane]);
                }
            }
        }
        Vector result;
        for (int lane = 0; lane < LANES; lane++) {
            result.values[lane] = typed(sums[lane]);
        }
        store(dx, (long long) blockIdx.x * width * vectors + i, result);
    }
}
