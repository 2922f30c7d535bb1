// A map with zeros around it. blockIdx.x counts rows of the larger map, image by image.
extern "C" __global__ void pad(
        const T* x, T* y, int height, int width, int top, int left, int out_height, int out_width, int vectors) {
    for (int i = blockIdx.y * blockDim.x + threadIdx.x; i < out_width * vectors; i += gridDim.y * blockDim.x) {
        int image = blockIdx.x / out_height;
        int row = (int) blockIdx.x - image * out_height - top, column = i / vectors - left;
        Vector v;
        if (row >= 0 && row < height && column >= 0 && column < width) {
            v = load(x, (((long long) image * height + row) * width + column) * vectors + i % vectors);
        } else {
            for (int lane = 0; lane < LANES; lane++) {
                v.values[lane] = typed(0.0f);
            }
        }
        store(y, (long long) blockIdx.x * out_width * vectors + i, v);
    }
}
