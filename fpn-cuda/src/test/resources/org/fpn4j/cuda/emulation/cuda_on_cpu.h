// CUDA C as C++: threads of a block are fibres that take turns at barriers, blocks run one after another. No warps, no
// dynamic shared memory, no atomics: kernels that need them cannot be tried here.
#include <math.h>
#include <setjmp.h>
#include <string.h>
#include <ucontext.h>

#include <utility>

#define __global__
#define __device__
#define __forceinline__ inline
#define __restrict__
#define __launch_bounds__(...)
#define __align__(n) __attribute__((aligned(n)))
#define __shared__ static // one block at a time

struct fpn_index {
    unsigned x, y, z;
};
static fpn_index threadIdx, blockIdx, blockDim, gridDim;

static inline float __uint_as_float(unsigned bits) {
    float f;
    memcpy(&f, &bits, sizeof f);
    return f;
}
static inline unsigned __float_as_uint(float f) {
    unsigned bits;
    memcpy(&bits, &f, sizeof bits);
    return bits;
}
static inline float __float_of_half(unsigned short bits) {
    _Float16 h;
    memcpy(&h, &bits, sizeof h);
    return (float) h;
}
static inline unsigned short __half_of_float(float f) {
    _Float16 h = (_Float16) f;
    unsigned short bits;
    memcpy(&bits, &h, sizeof bits);
    return bits;
}
template <class A>
static inline A min(A a, A b) {
    return b < a ? b : a;
}
template <class A>
static inline A max(A a, A b) {
    return a < b ? b : a;
}

// Fibres. The first thread of a block shows whether there are barriers: without one, the others are plain calls.
enum { FPN_THREADS = 1024, FPN_STACK = 1 << 16 };
struct fpn_fibre {
    jmp_buf here;
    ucontext_t start;
    bool begun, done;
};
static fpn_fibre fpn_fibres[FPN_THREADS];
static char fpn_stacks[FPN_THREADS][FPN_STACK] __attribute__((aligned(64)));
static jmp_buf fpn_scheduler;
static ucontext_t fpn_begin;
static int fpn_current;
static void (*fpn_body)(void*);
static void* fpn_data;

static void fpn_entry() {
    fpn_body(fpn_data);
    fpn_fibres[fpn_current].done = true;
    _longjmp(fpn_scheduler, 1);
}

static void fpn_resume(int thread) {
    fpn_current = thread;
    threadIdx.x = thread % blockDim.x;
    threadIdx.y = thread / blockDim.x;
    if (_setjmp(fpn_scheduler) == 0) {
        fpn_fibre& fibre = fpn_fibres[thread];
        if (fibre.begun) {
            _longjmp(fibre.here, 1);
        }
        fibre.begun = true;
        getcontext(&fibre.start);
        fibre.start.uc_stack.ss_sp = fpn_stacks[thread];
        fibre.start.uc_stack.ss_size = FPN_STACK;
        fibre.start.uc_link = nullptr;
        makecontext(&fibre.start, fpn_entry, 0);
        swapcontext(&fpn_begin, &fibre.start);
    }
}

static void __syncthreads() {
    if (_setjmp(fpn_fibres[fpn_current].here) == 0) {
        _longjmp(fpn_scheduler, 1);
    }
}

static void fpn_block() {
    int threads = blockDim.x * blockDim.y;
    for (int i = 0; i < threads; i++) {
        fpn_fibres[i].begun = fpn_fibres[i].done = false;
    }
    fpn_resume(0);
    if (fpn_fibres[0].done) {
        for (int i = 1; i < threads; i++) {
            threadIdx.x = i % blockDim.x;
            threadIdx.y = i / blockDim.x;
            fpn_body(fpn_data);
        }
        return;
    }
    for (bool first = true, left = true; left; first = false) {
        left = false;
        for (int i = first ? 1 : 0; i < threads; i++) {
            if (!fpn_fibres[i].done) {
                fpn_resume(i);
                left |= !fpn_fibres[i].done;
            }
        }
        left |= first && !fpn_fibres[0].done;
    }
}

template <class Body>
static void fpn_grid(unsigned gridX, unsigned gridY, unsigned blockX, unsigned blockY, Body body) {
    gridDim = {gridX, gridY, 1};
    blockDim = {blockX, blockY, 1};
    fpn_body = [](void* data) { (*(Body*) data)(); };
    fpn_data = &body;
    for (unsigned y = 0; y < gridY; y++) {
        for (unsigned x = 0; x < gridX; x++) {
            blockIdx = {x, y, 0};
            fpn_block();
        }
    }
}

template <class... A, size_t... I>
static void fpn_call(void (*kernel)(A...), void** arguments, std::index_sequence<I...>) {
    kernel(*(A*) arguments[I]...);
}

template <class... A>
static void fpn_launch(void (*kernel)(A...), void** arguments) {
    fpn_call(kernel, arguments, std::index_sequence_for<A...>());
}

#define FPN_LAUNCHER(name)                                                                                                        \
    extern "C" void launch_##name(unsigned gridX, unsigned gridY, unsigned blockX, unsigned blockY, void** arguments) {            \
        fpn_grid(gridX, gridY, blockX, blockY, [=] { fpn_launch(name, arguments); });                                             \
    }
