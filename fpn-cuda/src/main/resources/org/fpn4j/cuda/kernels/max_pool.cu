// Max pooling. Beside each value stands where in its window it was found, row by row: in a byte where windows have up to 256 cells.
// Of several that are the largest it is the first. blockIdx.x counts rows of maps, image by image.

template <class W>
struct __align__(LANES * sizeof(W)) Winners {
    W cells[LANES];
};

template <class W>
__device__ void forward(
        const T* x, T* y, W* winners, int height, int width, int out_height, int out_width, int vectors, int kernel, int stride,
        int top, int left) {
    for (int i = blockIdx.y * blockDim.x + threadIdx.x; i < out_width * vectors; i += gridDim.y * blockDim.x) {
        int column = i / vectors, vector = i - column * vectors;
        int image = blockIdx.x / out_height, row = blockIdx.x - image * out_height;
        float largest[LANES];
        Winners<W> found;
        bool first = true;
        for (int r = max(0, top - row * stride); r < kernel && row * stride - top + r < height; r++) {
            for (int c = max(0, left - column * stride); c < kernel && column * stride - left + c < width; c++) {
                long long pixel = ((long long) image * height + row * stride - top + r) * width + column * stride - left + c;
                Vector v = load(x, pixel * vectors + vector);
                for (int lane = 0; lane < LANES; lane++) {
                    float candidate = value(v.values[lane]);
                    if (first || candidate > largest[lane] || candidate != candidate) { // what is not a number stays that
                        largest[lane] = candidate;
                        found.cells[lane] = (W) (r * kernel + c);
                    }
                }
                first = false;
            }
        }
        Vector result;
        for (int lane = 0; lane < LANES; lane++) {
            result.values[lane] = typed(largest[lane]);
        }
        long long to = (long long) blockIdx.x * out_width * vectors + i;
        store(y, to, result);
        ((Winners<W>*) winners)[to] = found;
    }
}

// A cell gets the gradients of the windows that it won.
template <class W>
__device__ void backward(
        const W* winners, const T* dy, T* dx, int height, int width, int out_height, int out_width, int vectors, int kernel,
        int stride, int top, int left) {
    for (int i = blockIdx.y * blockDim.x + threadIdx.x; i < width * vectors; i += gridDim.y * blockDim.x) {
        int column = i / vectors, vector = i - column * vectors;
        int image = blockIdx.x / height, row = blockIdx.x - image * height;
        int row0 = max(0, (row + top - kernel + stride) / stride), column0 = max(0, (column + left - kernel + stride) / stride);
        float sums[LANES] = {};
        for (int r = row0; r < out_height && r * stride <= row + top; r++) {
            for (int c = column0; c < out_width && c * stride <= column + left; c++) {
                long long from = (((long long) image * out_height + r) * out_width + c) * vectors + vector;
                int cell = (row + top - r * stride) * kernel + column + left - c * stride;
                Winners<W> found = ((const Winners<W>*) winners)[from];
                Vector v = load(dy, from);
                for (int lane = 0; lane < LANES; lane++) {
                    sums[lane] += found.cells[lane] == cell ? value(v.values[lane]) : 0.0f;
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

#define MAX_POOL(W, winners)                                                                                                       \
    extern "C" __global__ void forward_##winners(                                                                                  \
            const T* x, T* y, W* found, int height, int width, int out_height, int out_width, int vectors, int kernel, int stride,    \
            int top, int left) {                                                                                                    \
        forward(x, y, found, height, width, out_height, out_width, vectors, kernel, stride, top, left);                              \
    }                                                                                                                               \
    extern "C" __global__ void backward_##winners(                                                                                 \
            const W* found, const T* dy, T* dx, int height, int width, int out_height, int out_width, int vectors, int kernel,        \
            int stride, int top, int left) {                                                                                        \
        backward(found, dy, dx, height, width, out_height, out_width, vectors, kernel, stride, top, left);                           \
    }

MAX_POOL(unsigned char, bytes)
MAX_POOL(int, ints)
