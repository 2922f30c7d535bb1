// The exponential moving average (EMA) of values x: mean = kept mean + rest x.

extern "C" __global__ void running_mean(float* mean, const float* x, long long size, float kept, float rest) {
    long long i = thread_index();
    if (i < size) {
        mean[i] = kept * mean[i] + rest * x[i];
    }
}
