package org.fpn4j.heads.fcos;

import java.util.List;
import org.fpn4j.config.problem.Count;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.pyramid.PyramidSpec;

/**
 * Which point is responsible for which object: the point lies inside the box and near its centre, the largest distance
 * to a side lies in the level's range, and of several objects the smallest wins, the first of equals.
 *
 * <pre>
 *                          torchvision, detectron2   original               mmdetection
 * regression_limits        []                        [64, 128, 256, 512]    [64, 128, 256, 512]
 * limits_inclusive         false                     true                   true
 * center_sampling_radius   1.5                       1.5                    0
 * </pre>
 *
 * <p>A point within {@code radius * stride} of the centre on both axes and inside the box is a point inside the centre
 * box clipped to the object, as the original has it. Differs from torchvision and detectron2 in ties: those compare
 * {@code 1e8 - area} in single precision, in which areas within 8 square pixels are equal.
 *
 * @param regressionLimits largest distance in pixels of every level but the coarsest; empty for 8 strides of each
 * @param limitsInclusive whether a distance that equals a limit is in range, on both levels that share it
 * @param centerSamplingRadius in strides; 0: anywhere inside the box
 */
public record AssignmentConfig(
        @Count(max = 13) @Range(min = 0, max = 1e6, aboveMin = true) List<Double> regressionLimits,
        boolean limitsInclusive,
        @Range(min = 0, max = 1000) double centerSamplingRadius) {
    /** torchvision's rules. */
    public AssignmentConfig() {
        this(List.of(), false, 1.5);
    }

    public AssignmentConfig {
        regressionLimits = List.copyOf(regressionLimits);
        boolean rising = true;
        for (int i = 1; i < regressionLimits.size(); i++) {
            rising &= regressionLimits.get(i) > regressionLimits.get(i - 1);
        }
        FieldChecks.of(AssignmentConfig.class)
                .bounds("regressionLimits", regressionLimits)
                .require(rising, "regressionLimits", text(regressionLimits), "must rise")
                .bounds("centerSamplingRadius", centerSamplingRadius)
                .done();
    }

    /**
     * Checks that there is a limit between every two levels.
     *
     * @throws org.fpn4j.config.problem.InvalidFieldsException where there is not
     */
    void check(PyramidSpec pyramid) {
        int wanted = pyramid.levels().size() - 1;
        new FieldChecks()
                .require(
                        regressionLimits.isEmpty() || regressionLimits.size() == wanted,
                        "assignment.regressionLimits",
                        text(regressionLimits),
                        "must be empty or have one limit fewer than levels" + pyramid.names() + ", that is " + wanted)
                .done();
    }

    /** Smallest largest distance of a level. */
    float lower(PyramidSpec pyramid, int level) {
        return level == 0 ? 0 : limit(pyramid, level - 1);
    }

    /** Largest distance of a level. */
    float upper(PyramidSpec pyramid, int level) {
        return level == pyramid.levels().size() - 1 ? Float.POSITIVE_INFINITY : limit(pyramid, level);
    }

    private float limit(PyramidSpec pyramid, int level) {
        return regressionLimits.isEmpty()
                ? 8f * pyramid.levels().get(level).stride()
                : regressionLimits.get(level).floatValue();
    }

    private static String text(List<Double> limits) {
        return limits.toString().replaceAll("[\\[\\]]", "");
    }
}
