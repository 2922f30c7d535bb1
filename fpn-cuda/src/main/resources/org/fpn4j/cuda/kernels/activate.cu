// Activations and their gradients; a thread for each vector.
#include "activations.cuh"

// What fills up channels stays zero, also where the function of zero is not.
template <class F>
__device__ void forward(const T* x, T* y, int channels, int padded, long long vectors) {
    long long i = thread_index();
    if (i < vectors) {
        Vector v = load(x, i);
        int first = channels == padded ? 0 : (int) (i * LANES % padded);
        for (int lane = 0; lane < LANES; lane++) {
            float result = F::forward(value(v.values[lane]));
            v.values[lane] = typed(channels == padded || first + lane < channels ? result : 0.0f);
        }
        store(y, i, v);
    }
}

template <class F>
__device__ void backward(const T* known, const T* dy, T* dx, long long vectors) {
    long long i = thread_index();
    if (i < vectors) {
        Vector k = load(known, i);
        Vector v = load(dy, i);
        for (int lane = 0; lane < LANES; lane++) {
            v.values[lane] = typed(F::backward(value(k.values[lane]), value(v.values[lane])));
        }
        store(dx, i, v);
    }
}

#define ACTIVATION(name, function)                                                                                                \
    extern "C" __global__ void name##_forward(const T* x, T* y, int channels, int padded, long long vectors) {                               \
        forward<function>(x, y, channels, padded, vectors);                                                                       \
    }                                                                                                                             \
    extern "C" __global__ void name##_backward(const T* known, const T* dy, T* dx, long long vectors) {                            \
        backward<function>(known, dy, dx, vectors);                                                                               \
    }

ACTIVATION(relu, Relu)
ACTIVATION(leaky_relu, LeakyRelu)
ACTIVATION(swish, Swish)
ACTIVATION(sigmoid, Sigmoid)
ACTIVATION(exp, Exp)
ACTIVATION(hard_sigmoid, HardSigmoid)
ACTIVATION(hard_swish, HardSwish)
ACTIVATION(relu6, Relu6)
