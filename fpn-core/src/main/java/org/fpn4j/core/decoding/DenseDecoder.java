package org.fpn4j.core.decoding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;

/**
 * Turns the predictions of one image into detections: candidates of each level by score, the best of each level and of all, boxes
 * clipped to the image, those with area, suppression within each class (or that first), the best of all.
 */
final class DenseDecoder {
    private static final int SMALLEST_PART = 1024; // of the candidates

    private final Decoding decoding;
    private final int classes;
    private final float width;
    private final float height;

    DenseDecoder(Decoding decoding) {
        this.decoding = decoding;
        this.classes = decoding.classes();
        this.width = decoding.imageWidth();
        this.height = decoding.imageHeight();
    }

    /**
     * Detections, best first.
     *
     * @param visible boxes, in pixels of the input, that take a place among the detections
     * @param levels which have candidates, 0 for the finest
     */
    List<Located> decode(Predictions predictions, Predicate<Box> visible, IntPredicate levels) {
        Candidates ofLevel = Candidates.of(decoding.candidatesPerLevel());
        Candidates all = new Candidates();
        int[] indices = {}; // where candidates are ranked anew: what their places in the old order stand for
        int from = 0;
        for (int level = 0; level < decoding.ends().size(); level++) {
            int end = decoding.ends().get(level);
            ofLevel.clear();
            if (levels.test(level)) {
                predictions.score(from, end, ofLevel);
            }
            if (decoding.scores().ranksAnew()) {
                long[] best = ofLevel.best(decoding.candidatesPerLevel());
                int place = indices.length;
                indices = Arrays.copyOf(indices, place + best.length);
                for (long key : best) {
                    int index = Candidates.index(key);
                    all.add(predictions.finalScore(Candidates.score(key), index / classes), place);
                    indices[place++] = index;
                }
            } else {
                ofLevel.moveBest(decoding.candidatesPerLevel(), all);
            }
            from = end;
        }
        return suppress(predictions, all, indices, visible);
    }

    /** Sorts candidates and makes their boxes in parts: the best few are mostly enough. */
    private List<Located> suppress(Predictions predictions, Candidates all, int[] indices, Predicate<Box> visible) {
        List<Located> detections = new ArrayList<>();
        Nms nms = new Nms(decoding.nmsThreshold());
        float[] box = new float[4];
        int left = Math.min(decoding.maxCandidates(), all.size());
        int part = Math.max(SMALLEST_PART, 4 * Math.min(decoding.maxDetections(), left));
        while (left > 0 && detections.size() < decoding.maxDetections()) {
            long[] best = all.takeBest(Math.min(part, left));
            left -= best.length;
            for (long key : best) {
                int index = decoding.scores().ranksAnew() ? indices[Candidates.index(key)] : Candidates.index(key);
                if (detections.size() == decoding.maxDetections()) {
                    break;
                }
                predictions.box(index / classes, box);
                int label = index % classes;
                if (stays(box, label, nms)) {
                    Box corners = new Box(box[0], box[1], box[2], box[3]);
                    if (visible.test(corners)) {
                        detections.add(
                                new Located(new Detection(label, Candidates.score(key), corners), index / classes));
                    }
                }
            }
            part = left;
        }
        return List.copyOf(detections);
    }

    /** Clips a box and says whether it can be a detection. */
    private boolean stays(float[] box, int label, Nms nms) {
        if (decoding.clipping() == Decoding.Clipping.AFTER_SUPPRESSION) {
            boolean kept = hasArea(box) && nms.offer(box, 0, label);
            clip(box);
            return kept && hasArea(box);
        }
        clip(box);
        return hasArea(box) && nms.offer(box, 0, label);
    }

    private void clip(float[] box) {
        for (int i = 0; i < 4; i += 2) {
            box[i] = Math.max(0, Math.min(box[i], width));
            box[i + 1] = Math.max(0, Math.min(box[i + 1], height));
        }
    }

    private static boolean hasArea(float[] box) {
        return box[2] > box[0] && box[3] > box[1];
    }
}
