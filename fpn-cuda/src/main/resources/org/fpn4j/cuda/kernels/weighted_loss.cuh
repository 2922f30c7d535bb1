// Losses are sums over cells, each with a weight. Blocks add up stretches of cells in float64, one more block all of these. Cells
// that do not count cost nothing, whatever stands in them, and get a gradient of zero.

#define AHEAD 4 // values that a thread has asked for before it looks at the first

// What losses know of a logit x. None of it is a difference, so that all is as exact where it is small; what is not a number
// stays that.
struct Logit {
    float p;       // sigmoid(x)
    float q;       // sigmoid(-x), which is 1 - p
    float log_far; // ln(1 + e^-|x|)

    __device__ Logit(float x) {
        float e = expf(-fabsf(x));
        float larger = 1.0f / (1.0f + e);
        p = x >= 0.0f ? larger : e * larger;
        q = x >= 0.0f ? e * larger : larger;
        log_far = log1pf(e);
    }
};

// Losses that look at each value by itself. A rule has `counts(cell)` and, for the value x at i of a cell's column, `apply(x, i,
// cell, column, slope)`, which gives the loss.
template <class Rule>
__device__ void weighted_loss(
        Rule rule, const float* x, const float* weights, float* dx, double* sums, int cells, int each, int values) {
    int first = blockIdx.x * each;
    int count = min(each, cells - first) * values;
    long long start = (long long) first * values;
    double sum = 0;
    for (int begin = threadIdx.x; begin < count; begin += AHEAD * blockDim.x) {
        float ahead[AHEAD];
#pragma unroll
        for (int k = 0; k < AHEAD; k++) {
            ahead[k] = x[start + min(begin + k * (int) blockDim.x, count - 1)];
        }
#pragma unroll
        for (int k = 0; k < AHEAD; k++) {
            int j = begin + k * blockDim.x;
            if (j < count) {
                int cell = (int) ((unsigned) j / (unsigned) values);
                int column = j - cell * values;
                cell += first;
                float weight = weights[cell];
                float slope = 0.0f;
                if (weight != 0.0f && rule.counts(cell)) {
                    sum += (double) weight * rule.apply(ahead[k], start + j, cell, column, slope);
                    slope *= weight;
                }
                dx[start + j] = slope;
            }
        }
    }
    sum = block_sum(sum);
    if (threadIdx.x == 0) {
        sums[blockIdx.x] = sum;
    }
}

// The loss, by one block.
extern "C" __global__ void total(const double* sums, float* loss, int count) {
    double sum = 0;
    for (int i = threadIdx.x; i < count; i += blockDim.x) {
        sum += sums[i];
    }
    sum = block_sum(sum);
    if (threadIdx.x == 0) {
        loss[0] = (float) sum;
    }
}
