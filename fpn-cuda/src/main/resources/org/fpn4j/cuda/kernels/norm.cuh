// Norms over groups of channels: group norm, image by image, and batch norm, for which the batch is one image and each channel a
// group.
#include "image_chunks.cuh"

// Of each channel of a chunk: a value near its values, and the sums of their distances from it and of those squared. The value is
// the mean of the pixels that the block takes first: so the mean of all is no further away than a small multiple of their spread,
// however large it is itself, and the squares do not cancel.
extern "C" __global__ void moments(const T* x, float* parts, int vectors, int pixels, int chunk, int chunks) {
    Place at = place(vectors, pixels, chunk, chunks);
    float sums[3 * LANES] = {};
    float* near = sums;
    int pixel = at.first + threadIdx.y;
    if (at.real && pixel < at.last) {
        Vector v = load(x, (at.pixel0 + pixel) * vectors + at.vector);
        for (int lane = 0; lane < LANES; lane++) {
            near[lane] = value(v.values[lane]);
        }
    }
    sum_columns<LANES>(near);
    float taken = (float) min((int) blockDim.y, at.last - at.first);
    for (int lane = 0; lane < LANES; lane++) {
        near[lane] /= taken;
    }
    if (at.real) {
        for (; pixel < at.last; pixel += blockDim.y) {
            Vector v = load(x, (at.pixel0 + pixel) * vectors + at.vector);
            for (int lane = 0; lane < LANES; lane++) {
                float away = value(v.values[lane]) - near[lane];
                sums[LANES + lane] += away;
                sums[2 * LANES + lane] += away * away;
            }
        }
    }
    sum_columns<2 * LANES>(sums + LANES);
    write_parts<3>(at, sums, parts, vectors);
}

// Mean and biased variance of a group of an image, of the moments of its channels and chunks; a block for each.
extern "C" __global__ void statistics(
        const float* parts, float* mean, float* variance, int padded, int groups, int size, int pixels, int chunk, int chunks) {
    int image = blockIdx.x / groups;
    const float* own = parts + (long long) image * chunks * 3 * padded + (blockIdx.x - image * groups) * size;
    double total = 0;
    for (int i = threadIdx.x; i < chunks * size; i += blockDim.x) {
        int part = i / size;
        const float* moments = own + (long long) part * 3 * padded + (i - part * size);
        double count = min(chunk, pixels - part * chunk);
        total += count * moments[0] + moments[padded];
    }
    double count_all = (double) pixels * size;
    double middle = block_sum(total) / count_all;
    double squares = 0;
    for (int i = threadIdx.x; i < chunks * size; i += blockDim.x) {
        int part = i / size;
        const float* moments = own + (long long) part * 3 * padded + (i - part * size);
        double count = min(chunk, pixels - part * chunk);
        double away = middle - moments[0];
        squares += moments[2 * padded] - away * (2 * (double) moments[padded] - count * away);
    }
    squares = block_sum(squares);
    if (threadIdx.x == 0) {
        mean[blockIdx.x] = (float) middle;
        variance[blockIdx.x] = (float) (squares < 0 ? 0 : squares / count_all); // what is not a number stays that
    }
}

// y = (x - mean) scale / sqrt(variance + epsilon) + shift
extern "C" __global__ void normalize(
        const T* x, const float* scale, const float* shift, const float* mean, const float* variance, T* y, float epsilon,
        int channels, int vectors, int groups, int size, int pixels, int chunk, int chunks) {
    Place at = place(vectors, pixels, chunk, chunks);
    if (!at.real) {
        return;
    }
    int group0 = (int) (blockIdx.x / chunks) * groups;
    float middle[LANES] = {}, factor[LANES] = {}, offset[LANES] = {}; // zero for what fills up channels
    for (int lane = 0; lane < LANES; lane++) {
        int c = at.vector * LANES + lane;
        if (c < channels) {
            int group = group0 + c / size;
            middle[lane] = mean[group];
            factor[lane] = scale[c] / sqrtf(variance[group] + epsilon);
            offset[lane] = shift[c];
        }
    }
    for (int pixel = at.first + threadIdx.y; pixel < at.last; pixel += blockDim.y) {
        long long i = (at.pixel0 + pixel) * vectors + at.vector;
        Vector v = load(x, i);
        for (int lane = 0; lane < LANES; lane++) {
            v.values[lane] = typed((value(v.values[lane]) - middle[lane]) * factor[lane] + offset[lane]);
        }
        store(y, i, v);
    }
}

// With h = (x - mean) / sqrt(variance + epsilon): sums of dy and of h dy of each channel of a chunk.
extern "C" __global__ void slopes(
        const T* x, const float* mean, const float* variance, const T* dy, float* parts, float epsilon, int channels, int vectors,
        int groups, int size, int pixels, int chunk, int chunks) {
    Place at = place(vectors, pixels, chunk, chunks);
    float sums[2 * LANES] = {};
    if (at.real) {
        int group0 = (int) (blockIdx.x / chunks) * groups;
        float middle[LANES] = {}, inverse[LANES] = {};
        for (int lane = 0; lane < LANES; lane++) {
            int c = at.vector * LANES + lane;
            if (c < channels) {
                int group = group0 + c / size;
                middle[lane] = mean[group];
                inverse[lane] = 1.0f / sqrtf(variance[group] + epsilon);
            }
        }
        for (int pixel = at.first + threadIdx.y; pixel < at.last; pixel += blockDim.y) {
            long long i = (at.pixel0 + pixel) * vectors + at.vector;
            Vector v = load(x, i);
            Vector d = load(dy, i);
            for (int lane = 0; lane < LANES; lane++) {
                float slope = value(d.values[lane]);
                sums[lane] += slope;
                sums[LANES + lane] += (value(v.values[lane]) - middle[lane]) * inverse[lane] * slope;
            }
        }
    }
    sum_columns<2 * LANES>(sums);
    write_parts<2>(at, sums, parts, vectors);
}

// Of those sums: dscale and dshift of each channel, a block for each; in the blocks behind them, where there are any, the means
// of g = scale dy and of h g of each group of an image.
extern "C" __global__ void gradients(
        const float* parts, const float* scale, float* dscale, float* dshift, float* means, int images, int channels, int padded,
        int groups, int size, int pixels, int chunks) {
    bool of_channel = blockIdx.x < channels;
    int group = (int) blockIdx.x - channels;
    int image = of_channel ? 0 : group / groups;
    int channel0 = of_channel ? blockIdx.x : (group - image * groups) * size;
    int width = of_channel ? 1 : size;
    int count = (of_channel ? images * chunks : chunks) * width;
    const float* own = parts + (long long) image * chunks * 2 * padded;
    double slope = 0, product = 0;
    for (int i = threadIdx.x; i < count; i += blockDim.x) {
        int part = i / width;
        int c = channel0 + i - part * width;
        double factor = of_channel ? 1.0 : (double) scale[c];
        slope += factor * own[(long long) part * 2 * padded + c];
        product += factor * own[((long long) part * 2 + 1) * padded + c];
    }
    slope = block_sum(slope);
    product = block_sum(product);
    if (threadIdx.x == 0 && of_channel) {
        dscale[channel0] = (float) product;
        dshift[channel0] = (float) slope;
    } else if (threadIdx.x == 0) {
        double values = (double) pixels * size;
        means[2 * group] = (float) (slope / values);
        means[2 * group + 1] = (float) (product / values);
    }
}

// dx = (g - mean(g) - h mean(h g)) / sqrt(variance + epsilon)
extern "C" __global__ void normalize_backward(
        const T* x, const float* scale, const float* mean, const float* variance, const T* dy, const float* means, T* dx,
        float epsilon, int channels, int vectors, int groups, int size, int pixels, int chunk, int chunks) {
    Place at = place(vectors, pixels, chunk, chunks);
    if (!at.real) {
        return;
    }
    int group0 = (int) (blockIdx.x / chunks) * groups;
    float middle[LANES] = {}, factor[LANES] = {}, tilt[LANES] = {}, offset[LANES] = {};
    for (int lane = 0; lane < LANES; lane++) {
        int c = at.vector * LANES + lane;
        if (c < channels) {
            int group = group0 + c / size;
            float inverse = 1.0f / sqrtf(variance[group] + epsilon);
            middle[lane] = mean[group];
            factor[lane] = scale[c] * inverse;
            tilt[lane] = means[2 * group + 1] * inverse * inverse;
            offset[lane] = means[2 * group] * inverse;
        }
    }
    for (int pixel = at.first + threadIdx.y; pixel < at.last; pixel += blockDim.y) {
        long long i = (at.pixel0 + pixel) * vectors + at.vector;
        Vector v = load(x, i);
        Vector d = load(dy, i);
        for (int lane = 0; lane < LANES; lane++) {
            float away = value(v.values[lane]) - middle[lane];
            v.values[lane] = typed(value(d.values[lane]) * factor[lane] - offset[lane] - away * tilt[lane]);
        }
        store(dx, i, v);
    }
}
