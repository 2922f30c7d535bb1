// Losses by the overlap of boxes x1, y1, x2, y2: 1 - IoU, -ln IoU, 1 - GIoU (arXiv:1902.09630v2), 1 - IoU^2, with their
// gradients. In float64: areas are differences of what may be nearly equal, and few cells have boxes.
#include "weighted_loss.cuh"

#define EPSILON 1e-7       // keeps empty boxes finite
#define LEAST_LOG_IOU 1e-6 // -ln of it is the largest loss of one box

struct Iou {
    static const bool has_hull = false;
    static __device__ double loss(double iou) {
        return 1.0 - iou;
    }
    static __device__ double slope(double) {
        return -1.0;
    }
};

struct LogIou {
    static const bool has_hull = false;
    static __device__ double loss(double iou) {
        return -log(iou < LEAST_LOG_IOU ? LEAST_LOG_IOU : iou); // not a number stays that
    }
    static __device__ double slope(double iou) {
        return iou <= LEAST_LOG_IOU ? 0.0 : -1.0 / iou;
    }
};

struct SquaredIou {
    static const bool has_hull = false;
    static __device__ double loss(double iou) {
        return 1.0 - iou * iou;
    }
    static __device__ double slope(double iou) {
        return -2.0 * iou;
    }
};

struct Giou : Iou {
    static const bool has_hull = true;
};

__device__ __forceinline__ double smaller(double a, double b) {
    return b < a ? b : a;
}

__device__ __forceinline__ double larger(double a, double b) {
    return a < b ? b : a;
}

// What two boxes have along one axis, and where gradients of the predicted ends go.
struct Axis {
    double side;   // of the predicted box
    double target; // side of the other
    double inner;  // side of the intersection
    double hull;   // side of the smallest box around both
    bool low;      // the predicted lower end bounds the intersection, and the target's the hull
    bool high;     // the same of the upper ends

    __device__ Axis(double p1, double p2, double t1, double t2) {
        side = p2 - p1;
        target = t2 - t1;
        inner = larger(smaller(p2, t2) - larger(p1, t1), 0.0);
        hull = larger(p2, t2) - smaller(p1, t1);
        low = p1 > t1;
        high = p2 < t2;
    }
};

template <class Kind>
struct Overlap {
    double intersection;
    double bottom; // of the IoU: the union and epsilon
    double hull;   // and epsilon

    __device__ Overlap(Axis x, Axis y) {
        intersection = x.inner * y.inner;
        bottom = x.side * y.side + x.target * y.target - intersection + EPSILON;
        hull = x.hull * y.hull + EPSILON;
    }

    __device__ double loss() {
        double loss = Kind::loss(intersection / bottom);
        return Kind::has_hull ? loss + (hull - bottom) / hull : loss;
    }

    // By one end of the predicted box, from how the areas change as it moves up.
    __device__ double slope(double of_intersection, double of_area, double of_hull) {
        double of_union = of_area - of_intersection;
        double iou = intersection / bottom;
        double slope = Kind::slope(iou) * (of_intersection - iou * of_union) / bottom;
        return Kind::has_hull ? slope + (bottom / hull * of_hull - of_union) / hull : slope;
    }

    // By both ends along an axis.
    __device__ void slopes(Axis along, Axis across, double weight, float* low, float* high) {
        double inner = along.inner > 0.0 ? across.inner : 0.0; // boxes that are apart stay so
        *low = (float) (weight * slope(along.low ? -inner : 0.0, -across.side, along.low ? 0.0 : -across.hull));
        *high = (float) (weight * slope(along.high ? inner : 0.0, across.side, along.high ? 0.0 : across.hull));
    }
};

template <class Kind>
__device__ void iou_loss(
        const float* boxes, const float* targets, const float* weights, float* dboxes, double* sums, int cells, int each) {
    int first = blockIdx.x * each;
    int end = min(first + each, cells);
    double sum = 0;
    for (int cell = first + threadIdx.x; cell < end; cell += blockDim.x) {
        float weight = weights[cell];
        float* d = dboxes + 4LL * cell;
        if (weight != 0.0f) {
            const float* p = boxes + 4LL * cell;
            const float* t = targets + 4LL * cell;
            Axis x(p[0], p[2], t[0], t[2]);
            Axis y(p[1], p[3], t[1], t[3]);
            Overlap<Kind> overlap(x, y);
            sum += weight * overlap.loss();
            overlap.slopes(x, y, weight, d, d + 2);
            overlap.slopes(y, x, weight, d + 1, d + 3);
        } else {
            d[0] = d[1] = d[2] = d[3] = 0.0f;
        }
    }
    sum = block_sum(sum);
    if (threadIdx.x == 0) {
        sums[blockIdx.x] = sum;
    }
}

#define IOU_LOSS(name, kind)                                                                                                      \
    extern "C" __global__ void name(                                                                                              \
            const float* boxes,                                                                                                   \
            const float* targets,                                                                                                 \
            const float* weights,                                                                                                 \
            float* dboxes,                                                                                                        \
            double* sums,                                                                                                         \
            int cells,                                                                                                            \
            int each) {                                                                                                           \
        iou_loss<kind>(boxes, targets, weights, dboxes, sums, cells, each);                                                       \
    }

IOU_LOSS(iou, Iou)
IOU_LOSS(log_iou, LogIou)
IOU_LOSS(giou, Giou)
IOU_LOSS(squared, SquaredIou)
