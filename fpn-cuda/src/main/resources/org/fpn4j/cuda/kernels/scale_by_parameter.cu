// A learned factor.

extern "C" __global__ void forward(const T* x, const float* factor, T* y, long long vectors) {
    long long i = thread_index();
    if (i < vectors) {
        float by = *factor;
        Vector v = load(x, i);
        for (int lane = 0; lane < LANES; lane++) {
            v.values[lane] = typed(value(v.values[lane]) * by);
        }
        store(y, i, v);
    }
}

// dx = factor dy, and of each block the sum of x dy.
extern "C" __global__ void backward(const T* x, const float* factor, const T* dy, T* dx, double* parts, long long vectors) {
    float by = *factor;
    double total = 0;
    for (long long i = thread_index(); i < vectors; i += (long long) gridDim.x * blockDim.x) {
        Vector v = load(x, i);
        Vector d = load(dy, i);
        float sum = 0;
        for (int lane = 0; lane < LANES; lane++) {
            float slope = value(d.values[lane]);
            sum += value(v.values[lane]) * slope;
            d.values[lane] = typed(slope * by);
        }
        total += sum;
        store(dx, i, d);
    }
    total = block_sum(total);
    if (threadIdx.x == 0) {
        parts[blockIdx.x] = total;
    }
}

// One block.
extern "C" __global__ void total(const double* parts, float* dfactor, int blocks) {
    double sum = 0;
    for (int i = threadIdx.x; i < blocks; i += blockDim.x) {
        sum += parts[i];
    }
    sum = block_sum(sum);
    if (threadIdx.x == 0) {
        *dfactor = (float) sum;
    }
}
