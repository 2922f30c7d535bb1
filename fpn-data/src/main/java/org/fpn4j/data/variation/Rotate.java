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
 * Turns a picture about the middle of what is shown of it, by an angle in [-degrees, degrees]. A box becomes the extent of its
 * turned corners, and so is larger than its object: by 10 degrees a square's side by 16 %. Masks are turned as they are.
 *
 * @param degrees largest angle, either way
 * @param probability that a picture is turned
 */
@JsonTypeName("rotate")
@AutoService(Transform.class)
public record Rotate(@Range(min = 0, max = 180) double degrees, @Range(min = 0, max = 1) double probability)
        implements GeometricTransform {
    public Rotate {
        FieldChecks.of(Rotate.class)
                .bounds("degrees", degrees)
                .bounds("probability", probability)
                .done();
    }

    /** A patient who stands a little askew. */
    public Rotate() {
        this(10, 1);
    }

    @Override
    public PixelMap draw(Box shown, SampleRandom random) {
        if (!random.chance(probability)) {
            return PixelMap.SAME;
        }
        double angle = StrictMath.toRadians(random.uniform(-degrees, degrees));
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double x = shown.centerX();
        double y = shown.centerY();
        return new PixelMap(cos, -sin, x - cos * x + sin * y, sin, cos, y - sin * x - cos * y);
    }
}
