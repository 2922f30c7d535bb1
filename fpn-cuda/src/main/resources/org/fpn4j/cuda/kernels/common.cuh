// What all kernels share: the type T in which values stand, vectors of 16 bytes, and sums within a block. Arithmetic is float32;
// additions have a fixed order, so that the same inputs give the same bits. Compiled without contraction (--fmad=false).

#if defined(FPN_BFLOAT16)
struct T {
    unsigned short bits;
};
__device__ __forceinline__ float value(T t) {
    return __uint_as_float((unsigned) t.bits << 16);
}
// to the nearest, ties to even; not a number stays that
__device__ __forceinline__ T typed(float f) {
    unsigned bits = __float_as_uint(f);
    T t;
    t.bits = f == f ? (unsigned short) ((bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16) : (unsigned short) 0x7fc0u;
    return t;
}
#define LANES 8
#elif defined(FPN_FLOAT16)
struct T {
    unsigned short bits;
};
__device__ __forceinline__ float value(T t) {
    return __float_of_half(t.bits);
}
__device__ __forceinline__ T typed(float f) {
    T t;
    t.bits = __half_of_float(f);
    return t;
}
#define LANES 8
#else
typedef float T;
__device__ __forceinline__ float value(float f) {
    return f;
}
__device__ __forceinline__ float typed(float f) {
    return f;
}
#if defined(FPN_FLOAT32)
#define LANES 4
#else
#define LANES 1 // FPN_PLAIN: no alignment but a float's
#endif
#endif

// What a thread reads and writes at once.
struct __align__(LANES * sizeof(T)) Vector {
    T values[LANES];
};

__device__ __forceinline__ Vector load(const T* from, long long vector) {
    return ((const Vector*) from)[vector];
}

__device__ __forceinline__ void store(T* to, long long vector, Vector values) {
    ((Vector*) to)[vector] = values;
}

// The thread's place among all of a grid in one dimension.
__device__ __forceinline__ long long thread_index() {
    return (long long) blockIdx.x * blockDim.x + threadIdx.x;
}

// Sum over the threads of a block in one dimension, a power of two of them and at most 1024: halves are added to halves. Every
// thread gets it.
template <class N>
__device__ N block_sum(N mine) {
    __shared__ N sums[1024];
    __syncthreads(); // whoever reads the last sum is done
    sums[threadIdx.x] = mine;
    for (unsigned half = blockDim.x / 2; half > 0; half /= 2) {
        __syncthreads();
        if (threadIdx.x < half) {
            sums[threadIdx.x] += sums[threadIdx.x + half];
        }
    }
    __syncthreads();
    return sums[0];
}
