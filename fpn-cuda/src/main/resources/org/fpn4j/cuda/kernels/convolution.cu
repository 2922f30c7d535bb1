// What follows a convolution that was computed without it, in place: activation(y + shift + residual); a thread for each vector.
#include "activations.cuh"

struct None {
    static __device__ float forward(float x) {
        return x;
    }
};

// As many values of the shift as a vector has, read 16 bytes at a time.
struct __align__(16) Shifts {
    float values[LANES];
};

// shift and residual are null where there are none. What fills up channels stays zero, also where the function of zero is not.
template <class F>
__device__ void follow(T* y, const float* shift, const T* residual, int channels, int padded, int vectors) {
    int i = (int) thread_index();
    if (i < vectors) {
        int first = i % (padded / LANES) * LANES;
        Vector v = load(y, i);
        float sums[LANES];
        for (int lane = 0; lane < LANES; lane++) {
            sums[lane] = value(v.values[lane]);
        }
        if (shift) {
            Shifts shifts = *(const Shifts*) (shift + first);
            for (int lane = 0; lane < LANES; lane++) {
                sums[lane] += shifts.values[lane];
            }
        }
        if (residual) {
            Vector r = load(residual, i);
            for (int lane = 0; lane < LANES; lane++) {
                sums[lane] += value(r.values[lane]);
            }
        }
        for (int lane = 0; lane < LANES; lane++) {
            v.values[lane] = typed(first + lane < channels ? F::forward(sums[lane]) : 0.0f);
        }
        store(y, i, v);
    }
}

#define FOLLOWING(name, function)                                                                                                 \
    extern "C" __global__ void name(T* y, const float* shift, const T* residual, int channels, int padded, int vectors) {          \
        follow<function>(y, shift, residual, channels, padded, vectors);                                                          \
    }

FOLLOWING(follow_none, None)
FOLLOWING(follow_relu, Relu)
FOLLOWING(follow_leaky_relu, LeakyRelu)
FOLLOWING(follow_swish, Swish)
FOLLOWING(follow_sigmoid, Sigmoid)
FOLLOWING(follow_exp, Exp)
FOLLOWING(follow_hard_sigmoid, HardSigmoid)
FOLLOWING(follow_hard_swish, HardSwish)
FOLLOWING(follow_relu6, Relu6)
