// What a row has for its class, and its gradient among zeros. A thread for each value of what is made.
#include "class.cuh"

extern "C" __global__ void take_class(
        const float* rows, const float* labels, float* taken, int classes, int values, long long size) {
    long long i = thread_index();
    if (i < size) {
        long long row = i / values;
        int own = class_of(labels[row], classes);
        taken[i] = own < 0 ? 0.0f : rows[(row * classes + own) * values + i - row * values];
    }
}

extern "C" __global__ void take_class_backward(
        const float* labels, const float* dy, float* dx, int classes, int values, long long size) {
    long long i = thread_index();
    if (i < size) {
        long long row = i / ((long long) classes * values);
        int column = (int) (i - row * classes * values);
        int own = class_of(labels[row], classes);
        dx[i] = own >= 0 && column / values == own ? dy[row * values + column % values] : 0.0f;
    }
}
