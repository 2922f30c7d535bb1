package org.fpn4j.data.variation;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.data.transform.PaintedPicture;
import org.fpn4j.data.transform.PhotometricTransform;
import org.fpn4j.data.transform.SampleRandom;
import org.fpn4j.data.transform.Transform;

/**
 * Raises values to a power between {@code min} and {@code max}, drawn evenly by its logarithm: below 1 dark parts become brighter,
 * above 1 darker; 0 and 1 stay.
 *
 * @param min smallest power
 * @param max largest power
 * @param probability that a picture is changed
 */
@JsonTypeName("gamma")
@AutoService(Transform.class)
public record Gamma(
        @Range(min = 0.1, max = 10) double min,
        @Range(min = 0.1, max = 10) double max,
        @Range(min = 0, max = 1) double probability)
        implements PhotometricTransform {
    public Gamma {
        FieldChecks.of(Gamma.class)
                .bounds("min", min)
                .bounds("max", max)
                .require(min <= max, "min", min, "must be <= max[" + max + "]")
                .bounds("probability", probability)
                .done();
    }

    /** A fifth down and a quarter up, in every second picture. */
    public Gamma() {
        this(0.8, 1.25, 0.5);
    }

    @Override
    public void change(PaintedPicture picture, SampleRandom random) {
        if (!random.chance(probability)) {
            return;
        }
        double power = StrictMath.exp(random.uniform(StrictMath.log(min), StrictMath.log(max)));
        picture.change(value -> (float) StrictMath.pow(value, power));
    }
}
