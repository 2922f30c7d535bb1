// Activations and their gradients; a thread for each vector.

__device__ __forceinline__ float sigmoid_of(float x) {
    return 1.0f / (1.0f + expf(-x));
}

struct Relu {
    static __device__ float forward(float x) {
        return x != x ? x : fmaxf(x, 0.0f);
    }
    static __device__ float backward(float y, float dy) {
        return y > 0.0f ? dy : 0.0f;
    }
};

struct LeakyRelu {
    static __device__ float forward(float x) {
        return x > 0.0f ? x : 0.01f * x;
    }
    static __device__ float backward(float y, float dy) {
        return y > 0.0f ? dy : 0.01f * dy;
    }
};

struct Swish {
    static __device__ float forward(float x) {
        return x * sigmoid_of(x);
    }
    static __device__ float backward(float x, float dy) {
        float s = sigmoid_of(x);
        return dy * (s * (1.0f + x * (1.0f - s)));
    }
};

struct Sigmoid {
    static __device__ float forward(float x) {
        return sigmoid_of(x);
    }
    static __device__ float backward(float y, float dy) {
        return dy * (y * (1.0f - y));
    }
};

struct Exp {
    static __device__ float forward(float x) {
        return expf(x);
    }
    static __device__ float backward(float y, float dy) {
        return dy * y;
    }
};

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
