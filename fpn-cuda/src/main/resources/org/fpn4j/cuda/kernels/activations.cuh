// Activations and their gradients, value by value.

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

struct HardSigmoid {
    static __device__ float forward(float x) {
        return fminf(fmaxf(x * (1.0f / 6.0f) + 0.5f, 0.0f), 1.0f);
    }
    static __device__ float backward(float x, float dy) {
        return x > -3.0f && x < 3.0f ? dy * (1.0f / 6.0f) : 0.0f;
    }
};

struct HardSwish {
    static __device__ float forward(float x) {
        return x * HardSigmoid::forward(x);
    }
    static __device__ float backward(float x, float dy) {
        return x <= -3.0f ? 0.0f : x >= 3.0f ? dy : dy * (x / 3.0f + 0.5f);
    }
};

struct Relu6 {
    static __device__ float forward(float x) {
        return x != x ? x : fminf(fmaxf(x, 0.0f), 6.0f);
    }
    static __device__ float backward(float x, float dy) {
        return x > 0.0f && x < 6.0f ? dy : 0.0f;
    }
};
