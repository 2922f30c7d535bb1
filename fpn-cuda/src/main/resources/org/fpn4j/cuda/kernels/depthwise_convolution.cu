// Convolutions with one filter per channel, and their gradients. A thread has a vector of channels; a block's threads stand in
// vectors (threadIdx.x) and pixels (threadIdx.y). Kernels are plain: [C, 1, R, S].
#include "activations.cuh"
#include "column_sums.cuh"

#define TAPS 9   // of a window that are held at once
#define PIXELS 4 // that a thread makes

struct None {
    static __device__ float forward(float x) {
        return x;
    }
};

// Where a window stands. `height` and `width` are those of the map that it slides over, `out_height` and `out_width` those of
// what comes of it.
struct Window {
    int rows;
    int columns;
    int stride;
    int dilation;
    int top;
    int left;
    int height;
    int width;
    int out_height;
    int out_width;
};

// A pixel of a map of all images.
struct Pixel {
    int image;
    int y;
    int x;
};

__device__ __forceinline__ Pixel pixel_at(int index, int height, int width) {
    unsigned row = (unsigned) index / (unsigned) width;
    Pixel pixel;
    pixel.x = (int) ((unsigned) index - row * width);
    pixel.image = (int) (row / (unsigned) height);
    pixel.y = (int) (row - (unsigned) pixel.image * height);
    return pixel;
}

// The pixel that a tap of the output's window reads; -1 where that is padding.
struct Input {
    static __device__ int pixel(Window window, Pixel output, int r, int s) {
        int y = output.y * window.stride - window.top + r * window.dilation;
        int x = output.x * window.stride - window.left + s * window.dilation;
        bool inside = y >= 0 && y < window.height && x >= 0 && x < window.width;
        return inside ? (output.image * window.height + y) * window.width + x : -1;
    }
};

// The other way round: the pixel of the output that reads an input's by a tap; -1 where none does.
struct Output {
    static __device__ int pixel(Window window, Pixel input, int r, int s) {
        int y = input.y + window.top - r * window.dilation;
        int x = input.x + window.left - s * window.dilation;
        if (window.stride > 1) {
            y = y % window.stride == 0 ? y / window.stride : -1;
            x = x % window.stride == 0 ? x / window.stride : -1;
        }
        bool inside = y >= 0 && y < window.out_height && x >= 0 && x < window.out_width;
        return inside ? (input.image * window.out_height + y) * window.out_width + x : -1;
    }
};

// y = F(sum of taps + bias + residual), with neither bias nor residual where their addresses are null; y is as high and wide as
// the given map. What fills up channels stays zero.
template <class Source, class F>
__device__ void gather(
        const T* x,
        const float* kernel,
        const float* bias,
        const T* residual,
        T* y,
        Window window,
        int height,
        int width,
        int channels,
        int vectors,
        int pixels) {
    __shared__ __align__(16) float weights[TAPS][32 * LANES];
    int block_channels = blockDim.x * LANES;
    int block_channel = blockIdx.y * block_channels;
    int vector = blockIdx.y * blockDim.x + threadIdx.x;
    int first = blockIdx.x * blockDim.y * PIXELS + threadIdx.y;
    int taps = window.rows * window.columns;
    Pixel made[PIXELS];
    float sums[PIXELS][LANES] = {};
#pragma unroll
    for (int k = 0; k < PIXELS; k++) {
        made[k] = pixel_at(min(first + k * (int) blockDim.y, pixels - 1), height, width);
    }
    for (int tap0 = 0; tap0 < taps; tap0 += TAPS) {
        int count = min(TAPS, taps - tap0);
        __syncthreads();
        for (int i = threadIdx.y * blockDim.x + threadIdx.x; i < count * block_channels; i += blockDim.x * blockDim.y) {
            int c = i / count;
            int tap = i - c * count;
            bool real = block_channel + c < channels;
            weights[tap][c] = real ? kernel[(long long) (block_channel + c) * taps + tap0 + tap] : 0.0f;
        }
        __syncthreads();
        int r = tap0 / window.columns;
        int s = tap0 % window.columns;
        for (int tap = 0; tap < count && vector < vectors; tap++) {
            const float* weight = weights[tap] + threadIdx.x * LANES;
#pragma unroll
            for (int k = 0; k < PIXELS; k++) {
                int from = Source::pixel(window, made[k], r, s);
                if (from >= 0) {
                    Vector v = load(x, (long long) from * vectors + vector);
#pragma unroll
                    for (int lane = 0; lane < LANES; lane++) {
                        sums[k][lane] += weight[lane] * value(v.values[lane]);
                    }
                }
            }
            if (++s == window.columns) {
                s = 0;
                r++;
            }
        }
    }
#pragma unroll
    for (int k = 0; k < PIXELS; k++) {
        int pixel = first + k * blockDim.y;
        if (pixel < pixels && vector < vectors) {
            long long at = (long long) pixel * vectors + vector;
            Vector v;
            if (residual) {
                v = load(residual, at);
            }
            for (int lane = 0; lane < LANES; lane++) {
                int channel = vector * LANES + lane;
                float sum = sums[k][lane];
                if (bias) {
                    sum += bias[min(channel, channels - 1)];
                }
                if (residual) {
                    sum += value(v.values[lane]);
                }
                v.values[lane] = typed(channel < channels ? F::forward(sum) : 0.0f);
            }
            store(y, at, v);
        }
    }
}

#define WINDOW int rows, int columns, int stride, int dilation, int top, int left, int height, int width, int out_height, int out_width
#define GIVEN {rows, columns, stride, dilation, top, left, height, width, out_height, out_width}

#define FORWARD(name, function)                                                                                                   \
    extern "C" __global__ void name##_forward(                                                                                    \
            const T* x,                                                                                                           \
            const float* kernel,                                                                                                  \
            const float* bias,                                                                                                    \
            const T* residual,                                                                                                    \
            T* y,                                                                                                                 \
            WINDOW,                                                                                                               \
            int channels,                                                                                                         \
            int vectors,                                                                                                          \
            int pixels) {                                                                                                         \
        gather<Input, function>(                                                                                                  \
                x, kernel, bias, residual, y, GIVEN, out_height, out_width, channels, vectors, pixels);                           \
    }

FORWARD(none, None)
FORWARD(relu, Relu)
FORWARD(leaky_relu, LeakyRelu)
FORWARD(swish, Swish)
FORWARD(sigmoid, Sigmoid)
FORWARD(exp, Exp)
FORWARD(hard_sigmoid, HardSigmoid)
FORWARD(hard_swish, HardSwish)
FORWARD(relu6, Relu6)

extern "C" __global__ void backward_data(
        const float* kernel, const T* dy, T* dx, WINDOW, int channels, int vectors, int pixels) {
    gather<Output, None>(dy, kernel, nullptr, nullptr, dx, GIVEN, height, width, channels, vectors, pixels);
}

// Products of x and dy for up to TAPS taps, added up over chunks of dy's pixels: blockIdx.x counts chunks, blockIdx.y groups of
// taps and, within them, blocks of vectors. A chunk's parts are [taps, C'].
extern "C" __global__ void __launch_bounds__(256, 2) chunk_sums(
        const T* x, const T* dy, float* parts, WINDOW, int vectors, int vector_blocks, int pixels, int chunk) {
    Window window = GIVEN;
    int taps = rows * columns;
    int tap0 = blockIdx.y / vector_blocks * TAPS;
    int vector = blockIdx.y % vector_blocks * blockDim.x + threadIdx.x;
    int first = blockIdx.x * chunk;
    int last = min(first + chunk, pixels);
    float sums[TAPS][LANES] = {};
    for (int pixel = first + threadIdx.y; pixel < last && vector < vectors; pixel += blockDim.y) {
        Pixel output = pixel_at(pixel, out_height, out_width);
        Vector d = load(dy, (long long) pixel * vectors + vector);
        int r = tap0 / columns;
        int s = tap0 % columns;
#pragma unroll
        for (int t = 0; t < TAPS; t++) {
            int read = tap0 + t < taps ? Input::pixel(window, output, r, s) : -1;
            if (read >= 0) {
                Vector v = load(x, (long long) read * vectors + vector);
#pragma unroll
                for (int lane = 0; lane < LANES; lane++) {
                    sums[t][lane] += value(v.values[lane]) * value(d.values[lane]);
                }
            }
            if (++s == columns) {
                s = 0;
                r++;
            }
        }
    }
#pragma unroll
    for (int t = 0; t < TAPS; t++) {
        if (tap0 + t < taps) {
            sum_columns<LANES>(sums[t]);
            long long at = (((long long) blockIdx.x * taps + tap0 + t) * vectors + vector) * LANES;
            for (int lane = 0; lane < LANES && threadIdx.y == 0 && vector < vectors; lane++) {
                parts[at + lane] = sums[t][lane];
            }
        }
    }
}

// A column of threads for each channel; blockIdx.y counts taps.
extern "C" __global__ void backward_weights(const float* parts, float* dkernel, int chunks, int padded, int channels) {
    int channel = blockIdx.x * blockDim.x + threadIdx.x;
    int taps = gridDim.y;
    int tap = blockIdx.y;
    float sum = table_sum(parts, chunks, taps * padded, tap * padded + min(channel, channels - 1));
    if (threadIdx.y == 0 && channel < channels) {
        dkernel[(long long) channel * taps + tap] = sum;
    }
}
