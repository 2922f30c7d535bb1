// float16 by the card's own instructions: NVRTC has no header for it at hand.
#ifdef __CUDACC_RTC__
__device__ __forceinline__ float __float_of_half(unsigned short bits) {
    float f;
    asm("cvt.f32.f16 %0, %1;" : "=f"(f) : "h"(bits));
    return f;
}
__device__ __forceinline__ unsigned short __half_of_float(float f) {
    unsigned short bits;
    asm("cvt.rn.f16.f32 %0, %1;" : "=h"(bits) : "f"(f));
    return bits;
}
#endif
