// softplus(x) - x t, without differences of what may be equal: ln(1 + e^-|x|) + (1 - t) max(x, 0) + t max(-x, 0). The slope is
// (1 - t) sigmoid(x) - t sigmoid(-x).
#include "weighted_loss.cuh"

struct BinaryCrossEntropy {
    const float* targets;

    __device__ bool counts(int) {
        return true;
    }

    __device__ float apply(float x, long long i, int, int, float& slope) {
        float t = targets[i];
        Logit logit(x);
        slope = (1.0f - t) * logit.p - t * logit.q;
        return logit.log_far + (1.0f - t) * fmaxf(x, 0.0f) + t * fmaxf(-x, 0.0f);
    }
};

extern "C" __global__ void binary_cross_entropy(
        const float* x,
        const float* targets,
        const float* weights,
        float* dx,
        double* sums,
        int cells,
        int each,
        int values) {
    weighted_loss(BinaryCrossEntropy{targets}, x, weights, dx, sums, cells, each, values);
}
