package org.fpn4j.data.variation;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.transform.CoveringTransform;
import org.fpn4j.data.transform.SampleRandom;
import org.fpn4j.data.transform.Transform;

/**
 * Hides rectangles of a picture behind the ground (DeVries, Taylor: Improved regularization of convolutional neural networks with
 * Cutout, arXiv:1708.04552v2, section 3; Zhong et al.: Random erasing, arXiv:1708.04896v2).
 *
 * <p>Differs from both: the rectangles' sides are drawn each by itself, up to a share of the picture's, and lie wholly within
 * what is shown of it; and objects that are hidden as {@code augmentation.min_visible} says are no longer objects.
 *
 * @param count largest number of rectangles; from 1 on any is as likely
 * @param share largest side of one, of the picture's width and height
 * @param probability that something is hidden
 */
@JsonTypeName("cut_out")
@AutoService(Transform.class)
public record CutOut(
        @Range(min = 1, max = 20) int count,
        @Range(min = 0, max = 1, aboveMin = true) double share,
        @Range(min = 0, max = 1) double probability)
        implements CoveringTransform {
    public CutOut {
        FieldChecks.of(CutOut.class)
                .bounds("count", count)
                .bounds("share", share)
                .bounds("probability", probability)
                .done();
    }

    /** Up to three of at most a fifth, in every second picture. */
    public CutOut() {
        this(3, 0.2, 0.5);
    }

    @Override
    public List<Box> draw(Box shown, SampleRandom random) {
        if (!random.chance(probability)) {
            return List.of();
        }
        int drawn = 1 + random.below(count);
        List<Box> hidden = new ArrayList<>();
        for (int i = 0; i < drawn; i++) {
            double width = random.uniform(0, share) * shown.width();
            double height = random.uniform(0, share) * shown.height();
            double left = random.uniform(shown.x1(), shown.x2() - width);
            double top = random.uniform(shown.y1(), shown.y2() - height);
            hidden.add(new Box((float) left, (float) top, (float) (left + width), (float) (top + height)));
        }
        return hidden;
    }
}
