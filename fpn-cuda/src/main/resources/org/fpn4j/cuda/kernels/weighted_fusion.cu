// Maps summed with learned shares: relu(w) / (sum of them + epsilon), or softmax(w). A launch takes four maps at most, from the one
// with index first on; those that it has not are not read.

struct Shares {
    const float* weights;
    float largest, total;
    bool softmax;
    __device__ float of(int map) const {
        float w = weights[map];
        return (softmax ? expf(w - largest) : w < 0.0f ? 0.0f : w) / total;
    }
};

__device__ Shares shares_of(const float* weights, int maps, int softmax, float epsilon) {
    Shares shares = {weights, weights[0], softmax ? 0.0f : epsilon, softmax != 0};
    for (int map = 1; map < maps; map++) {
        shares.largest = fmaxf(shares.largest, weights[map]);
    }
    float sum = 0;
    for (int map = 0; map < maps; map++) {
        sum += softmax ? expf(weights[map] - shares.largest) : fmaxf(weights[map], 0.0f);
    }
    shares.total += sum;
    return shares;
}

// Adds to what y has, but for the first launch.
extern "C" __global__ void forward(
        const T* a, const T* b, const T* c, const T* d, const float* weights, T* y, int softmax, float epsilon, int maps, int first,
        int terms, long long vectors) {
    long long i = thread_index();
    if (i < vectors) {
        const T* all[4] = {a, b, c, d};
        Shares shares = shares_of(weights, maps, softmax, epsilon);
        Vector v;
        float total[LANES] = {};
        if (first > 0) {
            v = load(y, i);
            for (int lane = 0; lane < LANES; lane++) {
                total[lane] = value(v.values[lane]);
            }
        }
#pragma unroll
        for (int term = 0; term < 4; term++) {
            if (term < terms) {
                float share = shares.of(first + term);
                v = load(all[term], i);
                for (int lane = 0; lane < LANES; lane++) {
                    total[lane] += share * value(v.values[lane]);
                }
            }
        }
        for (int lane = 0; lane < LANES; lane++) {
            v.values[lane] = typed(total[lane]);
        }
        store(y, i, v);
    }
}

// dx = share dy of each map, and of each block the sums of x dy: parts [maps, blocks].
extern "C" __global__ void backward(
        const T* a, const T* b, const T* c, const T* d, const float* weights, const T* dy, T* da, T* db, T* dc, T* dd,
        double* parts, int softmax, float epsilon, int maps, int first, int terms, long long vectors) {
    const T* all[4] = {a, b, c, d};
    T* slopes[4] = {da, db, dc, dd};
    Shares shares = shares_of(weights, maps, softmax, epsilon);
    float share[4];
#pragma unroll
    for (int term = 0; term < 4; term++) {
        share[term] = term < terms ? shares.of(first + term) : 0.0f;
    }
    double products[4] = {};
    for (long long i = thread_index(); i < vectors; i += (long long) gridDim.x * blockDim.x) {
        Vector slope = load(dy, i);
#pragma unroll
        for (int term = 0; term < 4; term++) {
            if (term < terms) {
                Vector v = load(all[term], i);
                float product = 0;
                for (int lane = 0; lane < LANES; lane++) {
                    float along = value(slope.values[lane]);
                    product += value(v.values[lane]) * along;
                    v.values[lane] = typed(share[term] * along);
                }
                products[term] += product;
                store(slopes[term], i, v);
            }
        }
    }
#pragma unroll
    for (int term = 0; term < 4; term++) {
        if (term < terms) {
            double product = block_sum(products[term]);
            if (threadIdx.x == 0) {
                parts[(long long) (first + term) * gridDim.x + blockIdx.x] = product;
            }
        }
    }
}

// One block. With d_i = sum x_i dy and m = sum share_i d_i: dw_i = share_i (d_i - m) of softmax; else (d_i - m) / total where the
// weight is positive. The first of a map's parts takes its d_i.
extern "C" __global__ void weights_backward(
        const float* weights, double* parts, float* dweights, int softmax, float epsilon, int maps, int blocks) {
    for (int map = 0; map < maps; map++) {
        double* own = parts + (long long) map * blocks;
        double sum = 0;
        for (int i = threadIdx.x; i < blocks; i += blockDim.x) {
            sum += own[i];
        }
        sum = block_sum(sum);
        if (threadIdx.x == 0) {
            own[0] = sum;
        }
    }
    if (threadIdx.x == 0) {
        Shares shares = shares_of(weights, maps, softmax, epsilon);
        double mean = 0;
        for (int map = 0; map < maps; map++) {
            mean += shares.of(map) * parts[(long long) map * blocks];
        }
        for (int map = 0; map < maps; map++) {
            double away = parts[(long long) map * blocks] - mean;
            double slope = softmax ? shares.of(map) * away : weights[map] > 0.0f ? away / shares.total : 0.0;
            dweights[map] = (float) slope;
        }
    }
}
