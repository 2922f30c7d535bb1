// Group norm: moments, statistics, normalize; slopes, gradients, normalize_backward.

#include "norm.cuh"
