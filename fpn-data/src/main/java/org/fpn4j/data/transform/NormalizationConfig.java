package org.fpn4j.data.transform;

import java.util.List;
import org.fpn4j.core.problem.FieldChecks;

/**
 * What is subtracted from values in [0, 1] and what they are then divided by.
 *
 * @param mean red, green, blue
 * @param std red, green, blue
 */
public record NormalizationConfig(List<Double> mean, List<Double> std) {
    public NormalizationConfig {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        new FieldChecks()
                .require(mean.size() == 3, "mean", mean, "must have three numbers: red, green, blue")
                .require(std.size() == 3, "std", std, "must have three numbers: red, green, blue")
                .require(std.stream().allMatch(value -> value > 0), "std", std, "must be greater than zero")
                .done();
    }

    /** The statistics of ImageNet that published backbones were trained with. */
    public NormalizationConfig() {
        this(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));
    }
}
