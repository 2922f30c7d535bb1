package org.fpn4j.heads.match;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.OptionalDouble;
import org.fpn4j.core.detection.Box;
import org.fpn4j.heads.anchor.AnchorGrid;

/** Assigns objects to anchors; variants are found by their {@code type}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface MatcherConfig {
    /** An anchor without object. */
    int BACKGROUND = -1;
    /** An anchor that no loss counts. */
    int IGNORED = -2;

    /**
     * The index of each anchor's object, {@link #BACKGROUND} or {@link #IGNORED}.
     *
     * @param objects boxes in pixels; those without area match nothing
     */
    int[] match(AnchorGrid anchors, List<Box> objects);

    /**
     * The same for boxes that no grid laid out.
     *
     * @param anchors corners {@code x1, y1, x2, y2} of box after box
     * @param ends index after each level's last box; one of all boxes where there are no levels
     * @param objects boxes in pixels; those without area match nothing
     */
    int[] match(float[] anchors, List<Integer> ends, List<Box> objects);

    /** {@link #match(float[], List, List)} of boxes of one level. */
    default int[] match(float[] anchors, List<Box> objects) {
        return match(anchors, List.of(anchors.length / 4), objects);
    }

    /**
     * Intersection over union from which on a match is a good one; anchors that are matched below it are an object's best and
     * still fit it badly. Empty where there is no such number.
     */
    default OptionalDouble goodOverlap() {
        return OptionalDouble.empty();
    }
}
