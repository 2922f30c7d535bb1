// Gradient descent with momentum: v = momentum v + (g + decay p), p = p - rate v. Only the first values decay.

extern "C" __global__ void sgd(float* p, const float* g, float* v, long long size, long long decayed, float momentum, float decay,
        float rate) {
    long long i = thread_index();
    if (i < size) {
        float gradient = i < decayed ? g[i] + decay * p[i] : g[i];
        float velocity = momentum * v[i] + gradient;
        v[i] = velocity;
        p[i] -= rate * velocity;
    }
}
