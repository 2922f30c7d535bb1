// l, t, r, b to -l, -t, r, b; the gradient flips the same signs. A thread for each value.

extern "C" __global__ void distances_to_boxes(const float* from, float* to, long long size) {
    long long i = thread_index();
    if (i < size) {
        to[i] = i % 4 < 2 ? -from[i] : from[i];
    }
}
