package org.fpn4j.experiments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The tiny experiment with a head of two stages. */
public final class TwoStages {
    private static final String HEAD = "head={type: faster_rcnn, num_classes: 3,"
            + " rpn: {anchors: {scale: 2},"
            + " proposals: {training: {per_level: 100, most: 60}, prediction: {per_level: 60, most: 40}}},"
            + " roi: {pool: {canonical_size: 32}, box_head: {type: two_mlp, width: 16}, sampling: {count: 32},"
            + " max_objects: 16, postprocess: {max_detections: 20}}}";

    private TwoStages() {}

    /** Overrides that make it one, and more of them. */
    public static String[] sets(String... more) {
        List<String> sets = new ArrayList<>(List.of(HEAD));
        sets.addAll(Arrays.asList(more));
        return sets.toArray(String[]::new);
    }
}
