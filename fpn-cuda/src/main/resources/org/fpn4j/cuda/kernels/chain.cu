// A chain of elementwise steps in one pass. Generated before this: CHAIN_PARAMETERS (const T* in0, ...), CHAIN_ARGUMENTS (in0, ...),
// CHAIN_INPUTS, how many they are, and CHAIN_EXPRESSION of x[0], ..., one value of each.
#include "activations.cuh"

// What fills up channels stays zero.
extern "C" __global__ void chain(CHAIN_PARAMETERS, T* y, int channels, int padded, long long vectors) {
    long long i = thread_index();
    if (i < vectors) {
        const T* all[CHAIN_INPUTS] = {CHAIN_ARGUMENTS};
        Vector v[CHAIN_INPUTS], result;
#pragma unroll
        for (int input = 0; input < CHAIN_INPUTS; input++) {
            v[input] = load(all[input], i);
        }
        int first = channels == padded ? 0 : (int) (i * LANES % padded);
#pragma unroll
        for (int lane = 0; lane < LANES; lane++) {
            float x[CHAIN_INPUTS];
#pragma unroll
            for (int input = 0; input < CHAIN_INPUTS; input++) {
                x[input] = value(v[input].values[lane]);
            }
            float made = CHAIN_EXPRESSION;
            result.values[lane] = typed(channels == padded || first + lane < channels ? made : 0.0f);
        }
        store(y, i, result);
    }
}
