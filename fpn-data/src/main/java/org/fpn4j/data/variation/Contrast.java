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
 * Multiplies distances from the picture's mean by a factor in [1 - change, 1 + change]; the mean is that of what is shown, over
 * all channels.
 *
 * @param change of the factor, how far from 1
 * @param probability that a picture is changed
 */
@JsonTypeName("contrast")
@AutoService(Transform.class)
public record Contrast(@Range(min = 0, max = 1) double change, @Range(min = 0, max = 1) double probability)
        implements PhotometricTransform {
    public Contrast {
        FieldChecks.of(Contrast.class)
                .bounds("change", change)
                .bounds("probability", probability)
                .done();
    }

    /** A fifth, in every second picture. */
    public Contrast() {
        this(0.2, 0.5);
    }

    @Override
    public void change(PaintedPicture picture, SampleRandom random) {
        if (!random.chance(probability)) {
            return;
        }
        float factor = (float) random.uniform(1 - change, 1 + change);
        float mean = picture.mean();
        picture.change(value -> (value - mean) * factor + mean);
    }
}
