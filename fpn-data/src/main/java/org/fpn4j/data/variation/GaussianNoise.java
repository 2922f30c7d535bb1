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
 * Adds noise to every value, independent and normal, as strong as {@code sd} at most: the standard deviation is drawn evenly from
 * [0, sd]. It is that of the input's pixels, which have less of a detector's noise than those of the original.
 *
 * @param sd largest standard deviation, of values in [0, 1]
 * @param probability that a picture is changed
 */
@JsonTypeName("gaussian_noise")
@AutoService(Transform.class)
public record GaussianNoise(@Range(min = 0, max = 1) double sd, @Range(min = 0, max = 1) double probability)
        implements PhotometricTransform {
    public GaussianNoise {
        FieldChecks.of(GaussianNoise.class)
                .bounds("sd", sd)
                .bounds("probability", probability)
                .done();
    }

    /** Up to five steps of 8 bits, in every second picture. */
    public GaussianNoise() {
        this(0.02, 0.5);
    }

    @Override
    public void change(PaintedPicture picture, SampleRandom random) {
        if (!random.chance(probability)) {
            return;
        }
        double strength = random.uniform(0, sd);
        picture.change(value -> (float) (value + strength * random.gaussian()));
    }
}
