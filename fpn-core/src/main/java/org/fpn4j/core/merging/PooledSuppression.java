package org.fpn4j.core.merging;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One answer for an image that was looked at more than once: in overlapping tiles, where an object near a seam is found in each of
 * them, or in several views. Greedy non-maximum suppression within each class over all boxes together, in pixels of the image: the
 * surest box stays, those of its class that overlap it by more than the threshold go, and so on (as in Akyon, Altinuc, Temizel:
 * Slicing aided hyper inference, arXiv:2202.06934v5, section 3, and for views in detectron2). Computed in {@code double}; of equal
 * scores the earlier box is the surer one.
 *
 * <p>Differs from that paper's code for tiles, whose default measures overlap by the smaller box and joins boxes: here nothing is
 * joined, so an object larger than a tile stays in pieces, and boxes without area are left out.
 *
 * @param overlap largest intersection over union that is tolerated
 * @param most boxes that may stay
 */
public record PooledSuppression(double overlap, int most) {
    /** The threshold must lie in [0, 1]. */
    public PooledSuppression {
        if (!(overlap >= 0 && overlap <= 1) || most < 0) {
            throw new IllegalArgumentException(
                    "overlap[" + overlap + "] must lie in [0, 1] and most[" + most + "] be >= 0");
        }
    }

    /**
     * Which boxes stay, the surest first.
     *
     * @param boxes of all tiles or views, in pixels of the image
     * @return their places in the list
     */
    public List<Integer> kept(List<ScoredBox> boxes) {
        List<Integer> surestFirst = IntStream.range(0, boxes.size())
                .boxed()
                .filter(place -> boxes.get(place).area() > 0)
                .sorted(Comparator.comparingDouble(
                                (Integer place) -> boxes.get(place).score())
                        .reversed())
                .toList();
        Map<Integer, List<ScoredBox>> ofClass = new HashMap<>();
        List<Integer> kept = new ArrayList<>();
        for (int place : surestFirst) {
            ScoredBox box = boxes.get(place);
            List<ScoredBox> surer = ofClass.computeIfAbsent(box.label(), label -> new ArrayList<>());
            if (kept.size() < most && surer.stream().noneMatch(other -> box.iou(other) > overlap)) {
                surer.add(box);
                kept.add(place);
            }
        }
        return List.copyOf(kept);
    }
}
