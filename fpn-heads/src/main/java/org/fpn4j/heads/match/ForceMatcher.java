package org.fpn4j.heads.match;

import static java.util.Objects.requireNonNull;

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
 * Every anchor takes the object that it overlaps most, the first of equals, from {@code foreground} on, and is background
 * below. Then every object takes the anchor that it overlaps most, the first of equals, whatever that anchor had: EfficientDet's
 * matching ({@code force_match_for_each_row} of its box coder), and SSD's (arXiv:1512.02325v5, section 2.2).
 *
 * <p>Differs from EfficientDet's own code and torchvision's SSD: an object that no anchor touches matches nothing; there it
 * takes the first anchor of all.
 *
 * @param foreground smallest overlap of a positive that is no object's best
 * @param contested which of the objects that want one anchor gets it
 */
@JsonTypeName("force_match")
@AutoService(MatcherConfig.class)
public record ForceMatcher(@Range(min = 0, max = 1) double foreground, Contested contested) implements MatcherConfig {
    /** Which of several objects. */
    public enum Contested {
        /** The first (EfficientDet). */
        FIRST,
        /** The last (torchvision's SSD). */
        LAST
    }

    /** EfficientDet's. */
    public ForceMatcher() {
        this(0.5, Contested.FIRST);
    }

    public ForceMatcher {
        requireNonNull(contested, "contested is null");
        FieldChecks.of(ForceMatcher.class).bounds("foreground", foreground).done();
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

    private int[] match(Overlaps overlaps) {
        Matching matching = new Matching(overlaps.anchors(), (float) foreground);
        int[] forced = new int[overlaps.objects()]; // the best anchor of each object
        for (int object = 0; object < forced.length; object++) {
            forced[object] = matching.compare(overlaps, object);
        }
        for (int i = 0; i < forced.length; i++) { // the last to write gets the anchor
            int object = contested == Contested.LAST ? i : forced.length - 1 - i;
            if (forced[object] != BACKGROUND) {
                matching.objects[forced[object]] = object;
            }
        }
        return matching.objects;
    }

    /** The object that each anchor overlaps most, where that is enough. */
    private static final class Matching implements Overlaps.Pairs {
        private final float least;
        private final float[] overlaps;
        private final int[] objects;
        private int object; // whose overlaps are seen
        private int bestAnchor; // of this object
        private float highest; // its overlap

        Matching(int anchors, float least) {
            this.least = least;
            this.overlaps = new float[anchors];
            this.objects = new int[anchors];
            Arrays.fill(objects, BACKGROUND);
        }

        /** The anchor that the object overlaps most, {@link #BACKGROUND} where there is none. */
        int compare(Overlaps all, int next) {
            object = next;
            bestAnchor = BACKGROUND;
            highest = 0;
            all.forEach(next, this);
            return bestAnchor;
        }

        @Override
        public void see(int anchor, float overlap) {
            if (overlap > overlaps[anchor]) {
                overlaps[anchor] = overlap;
                objects[anchor] = overlap >= least ? object : BACKGROUND;
            }
            if (overlap > highest) {
                highest = overlap;
                bestAnchor = anchor;
            }
        }
    }
}
