// Up to four terms, from the left.

extern "C" __global__ void sum(const T* a, const T* b, const T* c, const T* d, T* y, int terms, long long vectors) {
    long long i = thread_index();
    if (i < vectors) {
        const T* all[4] = {a, b, c, d};
        Vector v = load(a, i);
        float total[LANES];
        for (int lane = 0; lane < LANES; lane++) {
            total[lane] = value(v.values[lane]);
        }
        for (int term = 1; term < terms; term++) {
            v = load(all[term], i);
            for (int lane = 0; lane < LANES; lane++) {
                total[lane] += value(v.values[lane]);
            }
        }
        for (int lane = 0; lane < LANES; lane++) {
            v.values[lane] = typed(total[lane]);
        }
        store(y, i, v);
    }
}
