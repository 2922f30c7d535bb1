package org.fpn4j.heads.match;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.head.Assignment;
import org.fpn4j.core.head.ObjectFit;
import org.fpn4j.heads.anchor.AnchorGrid;
import org.fpn4j.heads.box.Overlap;

/** Which object each anchor of a grid answers for, and how well they fit. */
public record AnchorAssignment(AnchorGrid anchors, MatcherConfig matcher) {
    public AnchorAssignment {
        requireNonNull(anchors, "anchors is null");
        requireNonNull(matcher, "matcher is null");
    }

    /** The matcher's, where anchors in ignored regions are no negatives. */
    public Assignment of(Scene scene) {
        int[] matches = matcher.match(anchors, scene.objects().boxes());
        ignore(matches, scene.ignored());
        return new Assignment(matches, anchors.ends());
    }

    /** Anchors without object that belong to an ignored region are no negatives. */
    private void ignore(int[] matches, List<Box> ignored) {
        for (Box region : ignored) {
            for (int anchor = 0; anchor < matches.length; anchor++) {
                if (matches[anchor] == MatcherConfig.BACKGROUND
                        && Overlap.belongsTo(anchors.boxes(), 4 * anchor, region)) {
                    matches[anchor] = MatcherConfig.IGNORED;
                }
            }
        }
    }

    /** Also how well anchors overlap objects, and which are matched though they do not do it well. */
    public List<ObjectFit> fits(Scene scene) {
        List<Box> boxes = scene.objects().boxes();
        Assignment assignment = of(scene);
        float[] best = BestOverlaps.of(anchors, boxes);
        OptionalDouble good = matcher.goodOverlap();
        double least = good.orElse(0);
        int[][] cells = new int[boxes.size()][assignment.levels()];
        int[][] low = new int[boxes.size()][assignment.levels()];
        assignment.forEach((object, level, anchor) -> {
            cells[object][level]++;
            if (Overlap.iou(anchors.boxes(), 4 * anchor, boxes.get(object)) < least) {
                low[object][level]++;
            }
        });
        List<List<Integer>> byLevel = ObjectFit.lists(cells);
        List<List<Integer>> lowByLevel = ObjectFit.lists(low);
        List<ObjectFit> fits = new ArrayList<>();
        for (int i = 0; i < boxes.size(); i++) {
            fits.add(new ObjectFit(
                    byLevel.get(i),
                    good.isPresent() ? lowByLevel.get(i) : List.of(),
                    List.of(),
                    OptionalDouble.of(best[i])));
        }
        return fits;
    }
}
