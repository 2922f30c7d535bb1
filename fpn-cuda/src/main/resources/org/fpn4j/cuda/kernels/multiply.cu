// A constant factor.

extern "C" __global__ void multiply(const T* x, T* y, float factor, long long vectors) {
    long long i = thread_index();
    if (i < vectors) {
        Vector v = load(x, i);
        for (int lane = 0; lane < LANES; lane++) {
            v.values[lane] = typed(value(v.values[lane]) * factor);
        }
        store(y, i, v);
    }
}
