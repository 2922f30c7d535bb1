// Sums over the rows of a block, whose threads stand in columns (threadIdx.x) and rows (threadIdx.y).

// Adds up N values of the threads of a column, the upper half to the lower one; every thread of the column gets the sums.
template <int N, int THREADS = 256, class V>
__device__ void sum_columns(V* mine) {
    __shared__ V sums[N][THREADS];
    int thread = threadIdx.y * blockDim.x + threadIdx.x;
    __syncthreads(); // whoever reads the last sums is done
    for (int i = 0; i < N; i++) {
        sums[i][thread] = mine[i];
    }
    for (int left = blockDim.y; left > 1;) {
        int half = (left + 1) / 2;
        __syncthreads();
        if (threadIdx.y + half < left) {
            for (int i = 0; i < N; i++) {
                sums[i][thread] += sums[i][thread + half * blockDim.x];
            }
        }
        left = half;
    }
    __syncthreads();
    for (int i = 0; i < N; i++) {
        mine[i] = sums[i][threadIdx.x];
    }
}

// One column of a table, by a column of threads of a block that has at most 1024.
__device__ __forceinline__ float table_sum(const float* table, int rows, int width, int column) {
    double sum = 0;
    for (int row = threadIdx.y; row < rows; row += blockDim.y) {
        sum += table[(long long) row * width + column];
    }
    sum_columns<1, 1024>(&sum);
    return (float) sum;
}
