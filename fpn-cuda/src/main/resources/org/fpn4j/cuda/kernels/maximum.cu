// The largest of several tensors' values, place by place; what is not a number stays that. Before this file stand MAXIMUM_INPUTS,
// their number, the parameters MAXIMUM_FROM (const T* x0, ...) and MAXIMUM_TO (T* dx0, ...), and the names of both, MAXIMUM_XS
// and MAXIMUM_DXS.

__device__ float larger(float most, float candidate) {
    return candidate > most || candidate != candidate ? candidate : most;
}

extern "C" __global__ void maximum(MAXIMUM_FROM, T* y, long long vectors) {
    long long i = thread_index();
    if (i < vectors) {
        const T* all[MAXIMUM_INPUTS] = {MAXIMUM_XS};
        Vector most = load(x0, i);
        for (int input = 1; input < MAXIMUM_INPUTS; input++) {
            Vector v = load(all[input], i);
            for (int lane = 0; lane < LANES; lane++) {
                most.values[lane] = typed(larger(value(most.values[lane]), value(v.values[lane])));
            }
        }
        store(y, i, most);
    }
}

// Equal shares for all that are the largest; none where one is not a number.
extern "C" __global__ void maximum_backward(MAXIMUM_FROM, const T* dy, MAXIMUM_TO, long long vectors) {
    long long i = thread_index();
    if (i < vectors) {
        const T* all[MAXIMUM_INPUTS] = {MAXIMUM_XS};
        T* gradients[MAXIMUM_INPUTS] = {MAXIMUM_DXS};
        Vector x[MAXIMUM_INPUTS];
        float most[LANES], share[LANES];
        for (int input = 0; input < MAXIMUM_INPUTS; input++) {
            x[input] = load(all[input], i);
            for (int lane = 0; lane < LANES; lane++) {
                float candidate = value(x[input].values[lane]);
                most[lane] = input == 0 ? candidate : larger(most[lane], candidate);
            }
        }
        Vector slope = load(dy, i);
        for (int lane = 0; lane < LANES; lane++) {
            int count = 0;
            for (int input = 0; input < MAXIMUM_INPUTS; input++) {
                count += value(x[input].values[lane]) == most[lane];
            }
            share[lane] = value(slope.values[lane]) / count;
        }
        for (int input = 0; input < MAXIMUM_INPUTS; input++) {
            Vector made;
            for (int lane = 0; lane < LANES; lane++) {
                made.values[lane] = typed(value(x[input].values[lane]) == most[lane] ? share[lane] : 0.0f);
            }
            store(gradients[input], i, made);
        }
    }
}
