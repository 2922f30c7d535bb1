// Softmax cross-entropy of rows of logits, with its gradient. With m the largest logit a row's loss is ln(sum e^(x - m)) - (x_class
// - m). The largest is 1 in that sum and left out of it, so that the loss of a row that is nearly right is as exact as any other:
// ln(1 + rest). All in float64: rows are few.
#include "weighted_loss.cuh"
#include "class.cuh"

// What block_sum takes for a number: a sum of two is the larger, of equals the one that comes first.
struct Largest {
    float logit;
    int column;

    __device__ void operator+=(const Largest& other) {
        if (other.logit > logit || (other.logit == logit && other.column < column)) {
            *this = other;
        }
    }
};

// A block for each row. blockDim.x is no more than there are columns, or a warp.
extern "C" __global__ void softmax_cross_entropy(
        const float* logits, const float* labels, const float* weights, float* slopes, double* sums, int columns) {
    const float* x = logits + (long long) blockIdx.x * columns;
    float* dx = slopes + (long long) blockIdx.x * columns;
    int own = class_of(labels[blockIdx.x], columns);
    float weight = weights[blockIdx.x];
    if (own < 0 || weight == 0.0f) {
        for (int i = threadIdx.x; i < columns; i += blockDim.x) {
            dx[i] = 0.0f;
        }
        if (threadIdx.x == 0) {
            sums[blockIdx.x] = 0;
        }
        return;
    }
    Largest mine = {x[0], 0};
    for (int i = threadIdx.x; i < columns; i += blockDim.x) {
        mine += Largest{x[i], i};
    }
    Largest largest = block_sum(mine);
    double most = largest.logit;
    double rest = 0;
    for (int i = threadIdx.x; i < columns; i += blockDim.x) {
        rest += i == largest.column ? 0.0 : exp(x[i] - most);
    }
    rest = block_sum(rest);
    double others = own == largest.column ? rest : 1 + rest - exp(x[own] - most);
    for (int i = threadIdx.x; i < columns; i += blockDim.x) {
        double share = i == own ? -others : exp(x[i] - most);
        dx[i] = (float) (weight * share / (1 + rest));
    }
    if (threadIdx.x == 0) {
        sums[blockIdx.x] = weight * (log1p(rest) + (most - x[own]));
    }
}
