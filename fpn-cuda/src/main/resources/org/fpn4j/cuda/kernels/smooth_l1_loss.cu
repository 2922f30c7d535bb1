// With d = prediction - target: d^2 / (2 beta) where |d| < beta, |d| - beta / 2 elsewhere.
#include "weighted_loss.cuh"

struct SmoothL1 {
    const float* targets;
    float beta;

    __device__ bool counts(int) {
        return true;
    }

    __device__ float apply(float x, long long i, int, int, float& slope) {
        float d = x - targets[i];
        float distance = fabsf(d);
        if (distance < beta) {
            slope = d / beta;
            return 0.5f * d * slope;
        }
        slope = d > 0.0f ? 1.0f : d < 0.0f ? -1.0f : d;
        return distance - 0.5f * beta;
    }
};

extern "C" __global__ void smooth_l1_loss(
        const float* x,
        const float* targets,
        const float* weights,
        float* dx,
        double* sums,
        int cells,
        int each,
        int values,
        float beta) {
    weighted_loss(SmoothL1{targets, beta}, x, weights, dx, sums, cells, each, values);
}
