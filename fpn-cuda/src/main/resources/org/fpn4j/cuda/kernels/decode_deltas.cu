// Boxes x1, y1, x2, y2 from deltas of anchors, and the gradient. A thread for each axis of each cell: the ends stand at 0 and 2 of
// x, at 1 and 3 of y.

struct Place {
    long long delta; // of the axis' first value
    long long anchor;
};

__device__ __forceinline__ Place place(long long i, int anchors) {
    long long cell = i / 2;
    int axis = (int) (i % 2);
    Place place;
    place.delta = 4 * cell + axis;
    place.anchor = 4 * (cell % anchors) + axis;
    return place;
}

extern "C" __global__ void decode_deltas(
        const float* deltas,
        const float* anchors,
        float* boxes,
        int count,
        float center_weight,
        float size_weight,
        float clamp,
        long long axes) {
    long long i = thread_index();
    if (i < axes) {
        Place at = place(i, count);
        float low = anchors[at.anchor];
        float size = anchors[at.anchor + 2] - low;
        float log_size = deltas[at.delta + 2] / size_weight;
        float center = low + 0.5f * size + deltas[at.delta] / center_weight * size;
        float half = 0.5f * size * expf(log_size > clamp ? clamp : log_size);
        boxes[at.delta] = center - half;
        boxes[at.delta + 2] = center + half;
    }
}

// The center moves with both ends, half a side with their difference; beyond the clamp sides do not change.
extern "C" __global__ void decode_deltas_backward(
        const float* deltas,
        const float* anchors,
        const float* dboxes,
        float* ddeltas,
        int count,
        float center_weight,
        float size_weight,
        float clamp,
        long long axes) {
    long long i = thread_index();
    if (i < axes) {
        Place at = place(i, count);
        float size = anchors[at.anchor + 2] - anchors[at.anchor];
        float low = dboxes[at.delta];
        float high = dboxes[at.delta + 2];
        float log_size = deltas[at.delta + 2] / size_weight;
        float half = log_size >= clamp ? 0.0f : 0.5f * size * expf(log_size);
        ddeltas[at.delta] = (low + high) * size / center_weight;
        ddeltas[at.delta + 2] = (high - low) * half / size_weight;
    }
}
