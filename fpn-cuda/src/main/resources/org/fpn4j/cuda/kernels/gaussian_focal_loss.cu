// Focal loss of heat maps (arXiv:1904.07850v2, equation 1) with its gradient. With f = -x where the target is 1 and x elsewhere,
// p = sigmoid(f) and q = 1 - p: a value's loss is share p^alpha softplus(f), its slope by f share p^alpha (p + alpha q
// softplus(f)). Logits beyond the limit count as the limit and have no slope.
#include "weighted_loss.cuh"

struct GaussianFocal {
    const float* targets;
    float alpha;
    float beta;
    float limit;

    __device__ bool counts(int) {
        return true;
    }

    __device__ float power(float base, float exponent) {
        float square = base * base;
        return exponent == 2.0f ? square : exponent == 4.0f ? square * square : exponent == 0.0f ? 1.0f : powf(base, exponent);
    }

    __device__ float apply(float x, long long i, int, int, float& slope) {
        bool is_peak = targets[i] == 1.0f;
        float kept = x > limit ? limit : x < -limit ? -limit : x; // what is not a number stays that
        float f = is_peak ? -kept : kept;
        float share = is_peak ? 1.0f : power(1.0f - targets[i], beta);
        Logit logit(f);
        float softplus = fmaxf(f, 0.0f) + logit.log_far;
        float factor = share * power(logit.p, alpha);
        float by_f = kept == x || x != x ? factor * (logit.p + alpha * (logit.q * softplus)) : 0.0f;
        slope = is_peak ? -by_f : by_f;
        return factor * softplus;
    }
};

extern "C" __global__ void gaussian_focal_loss(
        const float* x,
        const float* targets,
        const float* weights,
        float* dx,
        double* sums,
        int cells,
        int each,
        int values,
        float alpha,
        float beta,
        float limit) {
    weighted_loss(GaussianFocal{targets, alpha, beta, limit}, x, weights, dx, sums, cells, each, values);
}
