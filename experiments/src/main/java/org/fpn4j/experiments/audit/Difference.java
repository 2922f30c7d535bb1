package org.fpn4j.experiments.audit;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a tensor of two trainings differs. What is not a number is infinitely far from whatever has other bits.
 *
 * @param differing values whose bits differ, 1 or more
 * @param absolute largest distance of two values
 * @param relative largest distance as a share of the larger of the two magnitudes
 * @param share largest distance as a share of the tensor's largest magnitude
 * @param ulps largest number of steps between neighbours among floating-point numbers that lead from one value to the other
 * @param first index of the first that differs, last dimension fastest
 * @param one value there in the first training
 * @param other value there in the second
 */
record Difference(
        Told tensor,
        long differing,
        double absolute,
        double relative,
        double share,
        long ulps,
        long first,
        float one,
        float other) {
    Difference {
        requireNonNull(tensor, "tensor is null");
    }

    /** The first that differs by its place in each dimension: {@code [0, 3, 1, 1]}. */
    long[] firstIndex() {
        long[] index = new long[tensor.shape().rank()];
        long rest = first;
        for (int i = index.length - 1; i >= 0; i--) {
            index[i] = rest % tensor.shape().dim(i);
            rest /= tensor.shape().dim(i);
        }
        return index;
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("step", tensor.step());
        if (tensor.run() > 0) {
            json.put("run", tensor.run());
        }
        json.put("stage", tensor.stage().word());
        json.put("kind", tensor.kind());
        json.put("tensor", tensor.name());
        json.put("shape", tensor.shape().toString());
        tensor.made().ifPresent(made -> {
            json.put("plan_step", made.step());
            json.put("label", made.label());
            json.put("kernel", made.kernel());
            json.put("origins", made.origins());
        });
        json.put("values", tensor.shape().size());
        json.put("differing", differing);
        json.put("absolute", number(absolute));
        json.put("relative", number(relative));
        json.put("share", number(share));
        json.put("ulps", ulps == Long.MAX_VALUE ? "infinite" : ulps);
        json.put("first_index", firstIndex());
        json.put("first_values", new Object[] {number(one), number(other)});
        return json;
    }

    /** JSON has no word for what is not finite. */
    static Object number(double value) {
        return Double.isFinite(value)
                ? (Object) value
                : Double.isNaN(value) ? "nan" : value > 0 ? "infinite" : "-infinite";
    }
}
