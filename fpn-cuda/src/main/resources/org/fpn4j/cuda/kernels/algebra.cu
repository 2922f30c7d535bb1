// Arithmetic on vectors that begin anywhere; z takes the result and may be an operand.

#define ELEMENTWISE(name, parameters, expression)                                                                                 \
    extern "C" __global__ void name(parameters, float* z, long long size) {                                                        \
        long long i = thread_index();                                                                                             \
        if (i < size) {                                                                                                           \
            z[i] = expression;                                                                                                    \
        }                                                                                                                         \
    }
#define TWO const float *x, const float *y
#define ONE const float *x
#define NUMBER const float *x, float number

ELEMENTWISE(fill, float number, number)
ELEMENTWISE(add, TWO, x[i] + y[i])
ELEMENTWISE(subtract, TWO, x[i] - y[i])
ELEMENTWISE(multiply, TWO, x[i] * y[i])
ELEMENTWISE(divide, TWO, x[i] / y[i])
ELEMENTWISE(add_number, NUMBER, x[i] + number)
ELEMENTWISE(multiply_number, NUMBER, number * x[i])
ELEMENTWISE(divide_number, NUMBER, x[i] / number)
ELEMENTWISE(square_root, ONE, sqrtf(x[i]))

// Sums of squares in float64: each block adds up a stretch, its threads each a part of it; one block adds these sums up.
extern "C" __global__ void squares(const float* x, long long size, double* sums) {
    long long each = (size + gridDim.x - 1) / gridDim.x;
    long long from = blockIdx.x * each;
    long long to = from + each < size ? from + each : size;
    double sum = 0;
    for (long long i = from + threadIdx.x; i < to; i += blockDim.x) {
        sum += (double) x[i] * x[i];
    }
    sum = block_sum(sum);
    if (threadIdx.x == 0) {
        sums[blockIdx.x] = sum;
    }
}

extern "C" __global__ void total(const double* sums, int count, double* sum) {
    double mine = 0;
    for (int i = threadIdx.x; i < count; i += blockDim.x) {
        mine += sums[i];
    }
    mine = block_sum(mine);
    if (threadIdx.x == 0) {
        *sum = mine;
    }
}
