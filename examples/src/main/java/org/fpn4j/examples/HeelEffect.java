package org.fpn4j.examples;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.data.transform.PaintedPicture;
import org.fpn4j.data.transform.PhotometricTransform;
import org.fpn4j.data.transform.SampleRandom;
import org.fpn4j.data.transform.Transform;

/**
 * Makes a radiograph darker towards its left or right edge, as the heel of an X-ray tube's anode does (Bushberg et al., The
 * essential physics of medical imaging, chapter 6): values are multiplied by a factor that falls evenly from 1 to 1 - loss.
 *
 * @param loss largest share of the light that the darker edge loses
 * @param probability that a picture is changed
 */
@JsonTypeName("heel_effect")
@AutoService(Transform.class)
public record HeelEffect(@Range(min = 0, max = 1) double loss, @Range(min = 0, max = 1) double probability)
        implements PhotometricTransform {
    public HeelEffect {
        FieldChecks.of(HeelEffect.class)
                .bounds("loss", loss)
                .bounds("probability", probability)
                .done();
    }

    /** A third at most, in every second picture. */
    public HeelEffect() {
        this(0.33, 0.5);
    }

    @Override
    public void change(PaintedPicture picture, SampleRandom random) {
        if (!random.chance(probability)) {
            return;
        }
        boolean isLeft = random.chance(0.5);
        double drawn = random.uniform(0, loss);
        int width = picture.width();
        for (int channel = 0; channel < picture.channels(); channel++) {
            float[] plane = picture.plane(channel);
            for (int i = 0; i < plane.length; i++) {
                double way = (i % width + 0.5) / width;
                plane[i] *= (float) (1 - drawn * (isLeft ? 1 - way : way));
            }
        }
    }
}
