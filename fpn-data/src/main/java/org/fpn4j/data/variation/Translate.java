package org.fpn4j.data.variation;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.mask.PixelMap;
import org.fpn4j.data.transform.GeometricTransform;
import org.fpn4j.data.transform.SampleRandom;
import org.fpn4j.data.transform.Transform;

/**
 * Moves a picture across and down, each by up to a share of what is shown of it, in whole pixels of the input.
 *
 * @param share largest move, of the width across and of the height down, either way
 * @param probability that a picture is moved
 */
@JsonTypeName("translate")
@AutoService(Transform.class)
public record Translate(@Range(min = 0, max = 1) double share, @Range(min = 0, max = 1) double probability)
        implements GeometricTransform {
    public Translate {
        FieldChecks.of(Translate.class)
                .bounds("share", share)
                .bounds("probability", probability)
                .done();
    }

    /** A tenth. */
    public Translate() {
        this(0.1, 1);
    }

    @Override
    public PixelMap draw(Box shown, SampleRandom random) {
        if (!random.chance(probability)) {
            return PixelMap.SAME;
        }
        double across = random.uniform(-share, share) * shown.width();
        double down = random.uniform(-share, share) * shown.height();
        return new PixelMap(1, 1, Math.rint(across), Math.rint(down));
    }
}
