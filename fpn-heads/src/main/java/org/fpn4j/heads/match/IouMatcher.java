package org.fpn4j.heads.match;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.detection.Box;
import org.fpn4j.heads.anchor.AnchorGrid;

/**
 * Every anchor takes the object that it overlaps most, the first of equals: positive from {@code foreground} on,
 * background below {@code background}, ignored between them. With low-quality matches the anchors that an object
 * overlaps most, all of them where they are equal, are positive whatever the overlap; such an anchor still takes the
 * object that itself overlaps most (arXiv:1506.01497v3, section 3.1.2).
 *
 * <p>Differs from torchvision and detectron2: an object that no anchor touches matches nothing, where those make every
 * untouched anchor positive. Differs from mmdetection: a low-quality match never takes an anchor away from the object
 * that it overlaps more.
 *
 * @param foreground smallest overlap of a positive
 * @param background overlap below which an anchor is background
 * @param lowQualityMatches whether each object keeps its best anchors
 */
@JsonTypeName("iou")
@AutoService(MatcherConfig.class)
public record IouMatcher(
        @Range(min = 0, max = 1) double foreground,
        @Range(min = 0, max = 1) double background,
        boolean lowQualityMatches)
        implements MatcherConfig {
    /** RetinaNet's thresholds. */
    public IouMatcher() {
        this(0.5, 0.4, true);
    }

    public IouMatcher {
        FieldChecks.of(IouMatcher.class)
                .bounds("foreground", foreground)
                .bounds("background", background)
                .require(
                        background <= foreground,
                        "background",
                        background,
                        "must not be above foreground[" + foreground + "]")
                .done();
    }

    @Override
    public int[] match(AnchorGrid anchors, List<Box> objects) {
        return match(new GridOverlaps(anchors, objects));
    }

    @Override
    public int[] match(float[] anchors, List<Integer> ends, List<Box> objects) {
        return match(new BoxOverlaps(anchors, objects));
    }

    @Override
    public OptionalDouble goodOverlap() {
        return OptionalDouble.of((float) foreground);
    }

    /**
     * The same of overlaps that somebody else measured.
     *
     * @param overlaps of every object with every anchor, in [0, 1]
     * @param anchors number of anchors, which says how many there are where there is no object
     */
    public int[] match(float[][] overlaps, int anchors) {
        return match(new OverlapMatrix(overlaps, anchors));
    }

    private int[] match(Overlaps overlaps) {
        Best best = new Best(overlaps.anchors());
        float[] highest = new float[overlaps.objects()];
        for (int object = 0; object < highest.length; object++) {
            highest[object] = best.compare(overlaps, object);
        }
        int[] matches = new int[overlaps.anchors()];
        for (int anchor = 0; anchor < matches.length; anchor++) {
            matches[anchor] = verdict(best, anchor);
        }
        if (lowQualityMatches) {
            for (int object = 0; object < highest.length; object++) {
                float most = highest[object];
                if (most > 0) {
                    overlaps.forEach(object, (anchor, overlap) -> {
                        if (overlap == most) {
                            matches[anchor] = best.objects[anchor];
                        }
                    });
                }
            }
        }
        return matches;
    }

    private int verdict(Best best, int anchor) {
        float overlap = best.overlaps[anchor];
        if (overlap < (float) background) {
            return BACKGROUND;
        }
        if (overlap < (float) foreground) {
            return IGNORED;
        }
        return best.objects[anchor];
    }

    /** The object that each anchor overlaps most, the first of equals. */
    private static final class Best implements Overlaps.Pairs {
        private final float[] overlaps;
        private final int[] objects;
        private int object; // whose overlaps are seen
        private float highest; // of them

        Best(int anchors) {
            overlaps = new float[anchors];
            objects = new int[anchors];
            Arrays.fill(objects, BACKGROUND);
        }

        /** The object's highest overlap. */
        float compare(Overlaps all, int next) {
            object = next;
            highest = 0;
            all.forEach(next, this);
            return highest;
        }

        @Override
        public void see(int anchor, float overlap) {
            if (overlap > overlaps[anchor]) {
                overlaps[anchor] = overlap;
                objects[anchor] = object;
            }
            highest = Math.max(highest, overlap);
        }
    }
}
