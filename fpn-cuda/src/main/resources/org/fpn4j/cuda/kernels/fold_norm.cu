// A stored norm in the kernel of the convolution before it, and back; a block for each output. s = scale / sqrt(variance + epsilon).
// Plain kernels are [K, C, R, S]; the others, in the type of maps, [K', R, S, C'] with zeros where they are filled up.

// s of the block's output, computed by one thread for all.
__device__ float factor_of(const float* scale, const float* variance, float epsilon) {
    __shared__ float factor;
    if (threadIdx.x == 0) {
        int output = blockIdx.x;
        factor = (float) ((double) scale[output] / sqrt((double) variance[output] + (double) epsilon));
    }
    __syncthreads();
    return factor;
}

// shift + s (bias - mean); bias is null where there is none.
__device__ void fold_bias(
        float factor, const float* bias, const float* shift, const float* mean, float* folded_bias) {
    if (threadIdx.x == 0) {
        int output = blockIdx.x;
        folded_bias[output] = shift[output] + factor * ((bias ? bias[output] : 0.0f) - mean[output]);
    }
}

extern "C" __global__ void fold_plain(
        const float* weight, const float* bias, const float* scale, const float* shift, const float* mean, const float* variance,
        float* folded, float* folded_bias, float epsilon, int values) {
    float factor = factor_of(scale, variance, epsilon);
    fold_bias(factor, bias, shift, mean, folded_bias);
    long long from = (long long) blockIdx.x * values;
    for (int i = threadIdx.x; i < values; i += blockDim.x) {
        folded[from + i] = factor * weight[from + i];
    }
}

// Also for the outputs from K on, which only fill up.
extern "C" __global__ void fold_kernel(
        const float* weight, const float* bias, const float* scale, const float* shift, const float* mean, const float* variance,
        T* folded, float* folded_bias, float epsilon, int outputs, int inputs, int padded, int area) {
    int output = blockIdx.x;
    int values = area * padded;
    T* to = folded + (long long) output * values;
    if (output < outputs) {
        float factor = factor_of(scale, variance, epsilon);
        fold_bias(factor, bias, shift, mean, folded_bias);
        const float* from = weight + (long long) output * inputs * area;
        for (int i = threadIdx.x; i < values; i += blockDim.x) {
            int c = i % padded;
            to[i] = typed(c < inputs ? factor * from[c * area + i / padded] : 0.0f);
        }
    } else {
        for (int i = threadIdx.x; i < values; i += blockDim.x) {
            to[i] = typed(0.0f);
        }
        if (threadIdx.x == 0) {
            folded_bias[output] = 0.0f;
        }
    }
}

// Gradients of the folded ones to those of the convolution's own; those of biases are null where there are none.
__device__ void unfold_bias(float factor, const float* folded_bias, float* bias) {
    if (bias && threadIdx.x == 0) {
        bias[blockIdx.x] = factor * folded_bias[blockIdx.x];
    }
}

extern "C" __global__ void unfold_plain(
        const float* scale, const float* variance, const float* folded, const float* folded_bias, float* weight, float* bias,
        float epsilon, int values) {
    float factor = factor_of(scale, variance, epsilon);
    unfold_bias(factor, folded_bias, bias);
    long long from = (long long) blockIdx.x * values;
    for (int i = threadIdx.x; i < values; i += blockDim.x) {
        weight[from + i] = factor * folded[from + i];
    }
}

extern "C" __global__ void unfold_kernel(
        const float* scale, const float* variance, const T* folded, const float* folded_bias, float* weight, float* bias,
        float epsilon, int inputs, int padded, int area) {
    float factor = factor_of(scale, variance, epsilon);
    unfold_bias(factor, folded_bias, bias);
    const T* from = folded + (long long) blockIdx.x * area * padded;
    float* to = weight + (long long) blockIdx.x * inputs * area;
    for (int i = threadIdx.x; i < inputs * area; i += blockDim.x) {
        to[i] = factor * value(from[i % area * padded + i / area]);
    }
}
