package org.fpn4j.heads.match;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.detection.Box;
import org.fpn4j.heads.anchor.AnchorGrid;
import org.fpn4j.heads.box.Overlap;
import org.fpn4j.heads.point.LevelGrid;

/**
 * Adaptive training sample selection (Zhang et al., arXiv:1912.02424v4, algorithm 1). On every level the anchors of the
 * {@code top_k} cells whose centres are closest to the object's are its candidates; positive are those that overlap it
 * by at least mean plus standard deviation of the candidates' overlaps and whose centre lies inside it. An anchor that
 * several objects claim takes the one that it overlaps most. Nothing is ignored.
 *
 * <p>The standard deviation divides by {@code n - 1}, as the authors' code does. Where cells have several anchors, {@code
 * top_k} counts cells, as there; mmdetection counts anchors. Differs from both in the centre's distance to the border,
 * which they want above 0.01 pixels.
 *
 * @param topK cells per level and object
 */
@JsonTypeName("atss")
@AutoService(MatcherConfig.class)
public record AtssMatcher(@Range(min = 1, max = 1000) int topK) implements MatcherConfig {
    /** The paper's nine. */
    public AtssMatcher() {
        this(9);
    }

    public AtssMatcher {
        FieldChecks.of(AtssMatcher.class).bounds("topK", topK).done();
    }

    @Override
    public int[] match(AnchorGrid anchors, List<Box> objects) {
        Nearest nearest = new Nearest(topK);
        int[] candidates = new int[topK * anchors.levels().size() * anchors.perCell()];
        return match(anchors.boxes(), objects, candidates, box -> candidates(anchors, box, nearest, candidates));
    }

    /** Of boxes that no grid laid out, {@code top_k} counts boxes, as mmdetection does. */
    @Override
    public int[] match(float[] anchors, List<Integer> ends, List<Box> objects) {
        Nearest nearest = new Nearest(topK);
        int[] candidates = new int[topK * ends.size()];
        return match(anchors, objects, candidates, box -> candidates(anchors, ends, box, nearest, candidates));
    }

    /** @param search writes an object's candidates and says how many there are */
    private static int[] match(float[] anchors, List<Box> objects, int[] candidates, ToIntFunction<Box> search) {
        int[] matches = new int[anchors.length / 4];
        Arrays.fill(matches, BACKGROUND);
        float[] best = new float[matches.length];
        float[] overlaps = new float[candidates.length];
        for (int object = 0; object < objects.size(); object++) {
            Box box = objects.get(object);
            if (!box.hasArea()) {
                continue;
            }
            int count = search.applyAsInt(box);
            for (int i = 0; i < count; i++) {
                overlaps[i] = Overlap.iou(anchors, 4 * candidates[i], box);
            }
            double threshold = threshold(overlaps, count);
            for (int i = 0; i < count; i++) {
                int anchor = candidates[i];
                if (overlaps[i] >= threshold
                        && overlaps[i] > best[anchor]
                        && Overlap.centerInside(anchors, 4 * anchor, box)) {
                    best[anchor] = overlaps[i];
                    matches[anchor] = object;
                }
            }
        }
        return matches;
    }

    private static int candidates(AnchorGrid anchors, Box box, Nearest nearest, int[] candidates) {
        int count = 0;
        for (LevelGrid grid : anchors.levels()) {
            nearest.search(grid, box.centerX(), box.centerY());
            for (int i = 0; i < nearest.found; i++) {
                for (int a = 0; a < anchors.perCell(); a++) {
                    candidates[count++] = anchors.perCell() * (grid.first() + nearest.cells[i]) + a;
                }
            }
        }
        return count;
    }

    private static int candidates(float[] anchors, List<Integer> ends, Box box, Nearest nearest, int[] candidates) {
        int count = 0;
        int from = 0;
        for (int end : ends) {
            nearest.search(anchors, from, end, box.centerX(), box.centerY());
            System.arraycopy(nearest.cells, 0, candidates, count, nearest.found);
            count += nearest.found;
            from = end;
        }
        return count;
    }

    /** Mean plus sample standard deviation; the mean alone of a single candidate. */
    private static double threshold(float[] overlaps, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += overlaps[i];
        }
        double mean = sum / count;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            squares += (overlaps[i] - mean) * (overlaps[i] - mean);
        }
        return mean + Math.sqrt(squares / Math.max(1, count - 1));
    }

    /** The cells of a level closest to a point, nearest first, the first in order of equals. */
    private static final class Nearest {
        private final int[] cells;
        private final float[] distances;
        private int found;

        Nearest(int wanted) {
            cells = new int[wanted];
            distances = new float[wanted];
        }

        void search(LevelGrid grid, float x, float y) {
            found = 0;
            for (int row = 0; row < grid.height(); row++) {
                float vertical = (grid.y(row) - y) * (grid.y(row) - y);
                if (found == cells.length && vertical >= distances[found - 1]) {
                    continue;
                }
                for (int column = 0; column < grid.width(); column++) {
                    float horizontal = grid.x(column) - x;
                    float distance = vertical + horizontal * horizontal;
                    if (found < cells.length || distance < distances[found - 1]) {
                        insert(row * grid.width() + column, distance);
                    }
                }
            }
        }

        /** The boxes whose centres are closest. */
        void search(float[] boxes, int from, int end, float x, float y) {
            found = 0;
            for (int box = from; box < end; box++) {
                float horizontal = (boxes[4 * box] + boxes[4 * box + 2]) / 2 - x;
                float vertical = (boxes[4 * box + 1] + boxes[4 * box + 3]) / 2 - y;
                float distance = vertical * vertical + horizontal * horizontal;
                if (found < cells.length || distance < distances[found - 1]) {
                    insert(box, distance);
                }
            }
        }

        private void insert(int cell, float distance) {
            int place = found < cells.length ? found++ : found - 1;
            while (place > 0 && distances[place - 1] > distance) {
                distances[place] = distances[place - 1];
                cells[place] = cells[place - 1];
                place--;
            }
            distances[place] = distance;
            cells[place] = cell;
        }
    }
}
