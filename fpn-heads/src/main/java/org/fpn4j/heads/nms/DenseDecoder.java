package org.fpn4j.heads.nms;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;

/**
 * Turns the predictions of one image into detections: candidates of each level by score, the best of each level, boxes
 * clipped to the image, suppression within each class, the best of all. Immutable and thread-safe.
 */
public final class DenseDecoder {
    private final PostprocessConfig config;
    private final int classes;
    private final int[] ends;
    private final Box image;

    /** The predictions of one image. */
    public interface Predictions {
        /**
         * Adds what is above the score threshold, with {@code cell * classes + label} as index.
         *
         * @param from first cell of a level
         * @param to after its last cell
         */
        void score(int from, int to, Candidates candidates);

        /** The score that suppression ranks by and detections have. */
        default float finalScore(float score, int cell) {
            return score;
        }

        /** Writes a cell's corners from {@code boxes[offset]} on. */
        void box(int cell, float[] boxes, int offset);
    }

    /**
     * Makes a decoder.
     *
     * @param ends index after each level's last cell
     */
    public DenseDecoder(PostprocessConfig config, int classes, int[] ends, int imageHeight, int imageWidth) {
        this.config = config;
        this.classes = classes;
        this.ends = ends.clone();
        this.image = new Box(0, 0, imageWidth, imageHeight);
    }

    /** Detections, best first. */
    public List<Detection> decode(Predictions predictions) {
        long[] best = new long[0];
        Candidates candidates = new Candidates();
        int from = 0;
        for (int end : ends) {
            candidates.clear();
            predictions.score(from, end, candidates);
            long[] level = candidates.best(config.candidatesPerLevel());
            best = Arrays.copyOf(best, best.length + level.length);
            System.arraycopy(level, 0, best, best.length - level.length, level.length);
            from = end;
        }
        float[] boxes = new float[4 * best.length];
        float[] scores = new float[best.length];
        int[] labels = new int[best.length];
        for (int i = 0; i < best.length; i++) {
            int cell = Candidates.index(best[i]) / classes;
            labels[i] = Candidates.index(best[i]) % classes;
            scores[i] = predictions.finalScore(Candidates.score(best[i]), cell);
            predictions.box(cell, boxes, 4 * i);
            clip(boxes, 4 * i);
        }
        return detections(boxes, scores, labels);
    }

    private void clip(float[] boxes, int offset) {
        for (int i = offset; i < offset + 4; i += 2) {
            boxes[i] = Math.max(0, Math.min(boxes[i], image.x2()));
            boxes[i + 1] = Math.max(0, Math.min(boxes[i + 1], image.y2()));
        }
    }

    private List<Detection> detections(float[] boxes, float[] scores, int[] labels) {
        List<Detection> detections = new ArrayList<>();
        for (int i : Nms.keep(boxes, scores, labels, config.nmsThreshold(), config.maxDetections())) {
            Box box = new Box(boxes[4 * i], boxes[4 * i + 1], boxes[4 * i + 2], boxes[4 * i + 3]);
            detections.add(new Detection(labels[i], scores[i], box));
        }
        return List.copyOf(detections);
    }
}
