package org.fpn4j.heads.match;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.head.Assignment;
import org.fpn4j.core.head.ObjectFit;
import org.fpn4j.heads.anchor.AnchorGrid;
import org.fpn4j.heads.box.Overlap;

/** Which object each anchor answers for, and how well they fit. */
public final class AnchorAssignment {
    private final float[] boxes;
    private final int[] ends;
    private final MatcherConfig matcher;
    private final Function<List<Box>, int[]> matching;
    private final Function<List<Box>, Overlaps> overlaps;

    private AnchorAssignment(
            float[] boxes,
            int[] ends,
            MatcherConfig matcher,
            Function<List<Box>, int[]> matching,
            Function<List<Box>, Overlaps> overlaps) {
        this.boxes = boxes;
        this.ends = ends;
        this.matcher = matcher;
        this.matching = matching;
        this.overlaps = overlaps;
    }

    /** Of the anchors of a grid. */
    public static AnchorAssignment of(AnchorGrid anchors, MatcherConfig matcher) {
        return new AnchorAssignment(
                anchors.boxes(),
                anchors.ends(),
                matcher,
                objects -> matcher.match(anchors, objects),
                objects -> new GridOverlaps(anchors, objects));
    }

    /**
     * Of anchors that no grid laid out.
     *
     * @param boxes corners {@code x1, y1, x2, y2} of anchor after anchor; not copied
     * @param ends index after each level's last anchor
     */
    public static AnchorAssignment of(float[] boxes, List<Integer> ends, MatcherConfig matcher) {
        return new AnchorAssignment(
                boxes,
                ends.stream().mapToInt(Integer::intValue).toArray(),
                matcher,
                objects -> matcher.match(boxes, ends, objects),
                objects -> new BoxOverlaps(boxes, objects));
    }

    /** Roots of the smallest and the largest area of an anchor: {@code 32.0 to 812.7 pixels}. */
    public String sizes() {
        double[] sides = IntStream.range(0, boxes.length / 4)
                .mapToDouble(i ->
                        Math.sqrt((double) (boxes[4 * i + 2] - boxes[4 * i]) * (boxes[4 * i + 3] - boxes[4 * i + 1])))
                .sorted()
                .toArray();
        return String.format(Locale.ROOT, "%.1f to %.1f pixels", sides[0], sides[sides.length - 1]);
    }

    /** The matcher's, where anchors in ignored regions are no negatives. */
    public Assignment of(Scene scene) {
        int[] matches = matching.apply(scene.objects().boxes());
        ignore(matches, scene.ignored());
        return new Assignment(matches, ends);
    }

    /** Anchors without object that belong to an ignored region are no negatives. */
    private void ignore(int[] matches, List<Box> ignored) {
        for (Box region : ignored) {
            for (int anchor = 0; anchor < matches.length; anchor++) {
                if (matches[anchor] == MatcherConfig.BACKGROUND && Overlap.belongsTo(boxes, 4 * anchor, region)) {
                    matches[anchor] = MatcherConfig.IGNORED;
                }
            }
        }
    }

    /** Also how well anchors overlap objects, and which are matched though they do not do it well. */
    public List<ObjectFit> fits(Scene scene) {
        List<Box> objects = scene.objects().boxes();
        Assignment assignment = of(scene);
        float[] best = BestOverlaps.of(overlaps.apply(objects));
        OptionalDouble good = matcher.goodOverlap();
        double least = good.orElse(0);
        int[][] cells = new int[objects.size()][assignment.levels()];
        int[][] low = new int[objects.size()][assignment.levels()];
        assignment.forEach((object, level, anchor) -> {
            cells[object][level]++;
            if (Overlap.iou(boxes, 4 * anchor, objects.get(object)) < least) {
                low[object][level]++;
            }
        });
        List<List<Integer>> byLevel = ObjectFit.lists(cells);
        List<List<Integer>> lowByLevel = ObjectFit.lists(low);
        List<ObjectFit> fits = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            fits.add(new ObjectFit(
                    byLevel.get(i),
                    good.isPresent() ? lowByLevel.get(i) : List.of(),
                    List.of(),
                    OptionalDouble.of(best[i])));
        }
        return fits;
    }
}
