// A row's class; -1 where it is none of 0 .. count - 1.
__device__ int class_of(float label, int count) {
    return label >= 0.0f && label < (float) count && label == (float) (int) label ? (int) label : -1;
}
