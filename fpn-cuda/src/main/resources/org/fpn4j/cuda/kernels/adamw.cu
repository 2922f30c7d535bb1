// Adam with decoupled weight decay. Only the first values decay: p = kept p. Then m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g g and
// p = p - mean_rate m / (sqrt(v / square_bias) + epsilon).

extern "C" __global__ void adamw(float* p, const float* g, float* m, float* v, long long size, long long decayed, float kept,
        float beta1, float rest1, float beta2, float rest2, float square_bias, float epsilon, float mean_rate) {
    long long i = thread_index();
    if (i < size) {
        float parameter = i < decayed ? kept * p[i] : p[i];
        float mean = beta1 * m[i] + rest1 * g[i];
        float square = beta2 * v[i] + rest2 * (g[i] * g[i]);
        m[i] = mean;
        v[i] = square;
        p[i] = parameter - mean_rate * mean / (sqrtf(square / square_bias) + epsilon);
    }
}
