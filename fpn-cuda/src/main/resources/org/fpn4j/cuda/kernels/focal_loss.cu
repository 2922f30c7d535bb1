// Sigmoid focal loss (arXiv:1708.02002v2, section 3) with its gradient. With f = -x for the object's class and x elsewhere, p =
// sigmoid(f) and q = 1 - p: a value's loss is share p^gamma softplus(f), its slope by f share p^gamma (p + gamma q softplus(f)).
#include "weighted_loss.cuh"

struct Focal {
    const float* labels; // of cells: a class, -1 for background, -2 for what no loss counts
    float gamma;
    float positive; // shares of both kinds of values
    float negative;

    __device__ bool counts(int cell) {
        return labels[cell] > -1.5f;
    }

    __device__ float power(float p) {
        return gamma == 2.0f ? p * p : gamma == 1.0f ? p : gamma == 0.0f ? 1.0f : powf(p, gamma);
    }

    __device__ float apply(float x, long long, int cell, int column, float& slope) {
        bool is_class = labels[cell] == (float) column;
        float f = is_class ? -x : x;
        float share = is_class ? positive : negative;
        Logit logit(f);
        float softplus = fmaxf(f, 0.0f) + logit.log_far;
        float factor = share * power(logit.p);
        float by_f = factor * (logit.p + gamma * (logit.q * softplus));
        slope = is_class ? -by_f : by_f;
        return factor * softplus;
    }
};

extern "C" __global__ void focal_loss(
        const float* x,
        const float* labels,
        const float* weights,
        float* dx,
        double* sums,
        int cells,
        int each,
        int values,
        float gamma,
        float positive,
        float negative) {
    weighted_loss(Focal{labels, gamma, positive, negative}, x, weights, dx, sums, cells, each, values);
}
