// Batch norm. By the statistics of its batch: moments, statistics, normalize; slopes, gradients, normalize_backward, with the whole
// batch as one image and each channel as a group. By stored ones: normalize; slopes, gradients, stored_backward.

#include "norm.cuh"

// dx = scale / sqrt(variance + epsilon) dy
extern "C" __global__ void stored_backward(
        const float* scale, const float* variance, const T* dy, T* dx, float epsilon, int channels, int vectors, int groups,
        int size, int pixels, int chunk, int chunks) {
    Place at = place(vectors, pixels, chunk, chunks);
    if (!at.real) {
        return;
    }
    float factor[LANES] = {};
    for (int lane = 0; lane < LANES; lane++) {
        int c = at.vector * LANES + lane;
        if (c < channels) {
            factor[lane] = scale[c] / sqrtf(variance[c] + epsilon);
        }
    }
    for (int pixel = at.first + threadIdx.y; pixel < at.last; pixel += blockDim.y) {
        long long i = (at.pixel0 + pixel) * vectors + at.vector;
        Vector v = load(dy, i);
        for (int lane = 0; lane < LANES; lane++) {
            v.values[lane] = typed(value(v.values[lane]) * factor[lane]);
        }
        store(dx, i, v);
    }
}

// Running statistics keep a share and take one of the batch's; a thread for each channel.
extern "C" __global__ void update_statistics(
        const float* mean, const float* variance, float* running_mean, float* running_variance, float kept, float mean_share,
        float variance_share, int channels) {
    int c = (int) thread_index();
    if (c < channels) {
        running_mean[c] = running_mean[c] * kept + mean[c] * mean_share;
        running_variance[c] = running_variance[c] * kept + variance[c] * variance_share;
    }
}
