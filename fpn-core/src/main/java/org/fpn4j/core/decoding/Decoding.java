package org.fpn4j.core.decoding;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.IntPredicate;
import org.fpn4j.core.detection.Detection;

/**
 * What follows a head's raw outputs until there are detections, as a value: it decodes ({@link #decode}), and a decoder
 * elsewhere, such as the one in an exported model, is made from it, so that there is one truth. For each image,
 *
 * <ol>
 *   <li>every cell and class has a class score, the sigmoid of its logit, and with it the three {@link Scores}; where a cell
 *       has one class alone ({@link Labels#BEST}) it is that of the largest finite logit, the first of equals;
 *   <li>those whose threshold score is above {@code scoreThreshold} are candidates, unless one of the raw outputs that they
 *       are made of is not finite;
 *   <li>of each level the {@code candidatesPerLevel} best candidates remain, and of all of these the {@code maxCandidates}
 *       with the best detection score;
 *   <li>their boxes ({@link Boxes}) are clipped to the image, and those that have no area then go: here, or after the next
 *       step ({@link Clipping});
 *   <li>candidates are taken by detection score, and one that overlaps a taken one of its class by more than {@code
 *       nmsThreshold} (intersection over union) goes;
 *   <li>the best {@code maxDetections} are the detections.
 * </ol>
 *
 * <p>Among equal scores the smaller {@code cell * classes + label} is better; among candidates whose detection score differs
 * from their candidate score, the earlier level, and within it the better candidate.
 *
 * <p>Differs from torchvision and detectron2, whose dense heads let boxes without area take places among the best.
 *
 * @param classes number of classes {@code K}
 * @param ends index after each level's last cell, finest level first
 * @param imageHeight pixels
 * @param imageWidth pixels
 * @param scores what counts when
 * @param boxes corners of raw outputs
 * @param clipping when boxes are clipped
 * @param scoreThreshold scores above it are candidates
 * @param candidatesPerLevel number of best candidates of each level
 * @param maxCandidates number of best candidates of all levels together
 * @param nmsThreshold largest overlap of two detections of a class
 * @param maxDetections per image
 */
public record Decoding(
        int classes,
        List<Integer> ends,
        int imageHeight,
        int imageWidth,
        Scores scores,
        Boxes boxes,
        Clipping clipping,
        double scoreThreshold,
        int candidatesPerLevel,
        int maxCandidates,
        double nmsThreshold,
        int maxDetections) {
    /** The raw output {@code [N, L, K]}. */
    public static final String CLASS_LOGITS = "cls_logits";

    /** The raw output {@code [N, L, 4]} that {@link Boxes} are made of. */
    public static final String BOX_DELTAS = "box_deltas";

    /** The raw output {@code [N, L, 1]} of heads that predict how central a cell lies in its object: logits. */
    public static final String CENTERNESS = "centerness";

    public Decoding {
        ends = List.copyOf(ends);
        requireNonNull(scores, "scores is null");
        requireNonNull(boxes, "boxes is null");
        requireNonNull(clipping, "clipping is null");
        int cells = ends.get(ends.size() - 1);
        if (boxes.cells() != cells) {
            throw new IllegalArgumentException("boxes of [" + boxes.cells() + "] cells, levels of [" + cells + "]");
        }
    }

    /** Boxes are clipped before they suppress each other. */
    public Decoding(
            int classes,
            List<Integer> ends,
            int imageHeight,
            int imageWidth,
            Scores scores,
            Boxes boxes,
            double scoreThreshold,
            int candidatesPerLevel,
            int maxCandidates,
            double nmsThreshold,
            int maxDetections) {
        this(
                classes,
                ends,
                imageHeight,
                imageWidth,
                scores,
                boxes,
                Clipping.BEFORE_SUPPRESSION,
                scoreThreshold,
                candidatesPerLevel,
                maxCandidates,
                nmsThreshold,
                maxDetections);
    }

    /** The same with another threshold of suppression. */
    public Decoding withNmsThreshold(double threshold) {
        return new Decoding(
                classes,
                ends,
                imageHeight,
                imageWidth,
                scores,
                boxes,
                clipping,
                scoreThreshold,
                candidatesPerLevel,
                maxCandidates,
                threshold,
                maxDetections);
    }

    /** Number of cells or anchors {@code L}. */
    public int cells() {
        return boxes.cells();
    }

    /**
     * The detections of one image, best first, in pixels of the network's input. Thread-safe.
     *
     * @param outputs read in stretches, so that memory does not grow with the number of classes
     * @param wanted which detections
     * @throws IllegalArgumentException where an output that this needs is missing
     */
    public List<Detection> decode(RawOutputs outputs, Wanted wanted) {
        return locate(outputs, wanted, level -> true).stream()
                .map(Located::detection)
                .toList();
    }

    /**
     * The same with the cell of each detection, where only some levels have candidates: the others suppress nothing and take no
     * place.
     *
     * @param levels which have, 0 for the finest
     */
    public List<Located> locate(RawOutputs outputs, Wanted wanted, IntPredicate levels) {
        return new DenseDecoder(this).decode(new Predictions(this, outputs, wanted), wanted.visible(), levels);
    }

    /** The level of a cell, 0 for the finest. */
    public int level(int cell) {
        int level = 0;
        while (cell >= ends.get(level)) {
            level++;
        }
        return level;
    }

    /** A number in [0, 1] that a cell has for a class. */
    public enum Measure {
        /** The sigmoid of the class logit. */
        CLASS,
        /** {@link #CLASS} times the sigmoid of the cell's confidence. */
        PRODUCT,
        /** The square root of {@link #PRODUCT}. */
        ROOT_OF_PRODUCT;

        /** The number for a class score and a confidence, both in [0, 1]. */
        public float of(float classScore, float confidence) {
            return switch (this) {
                case CLASS -> classScore;
                case PRODUCT -> classScore * confidence;
                case ROOT_OF_PRODUCT -> (float) Math.sqrt(classScore * confidence);
            };
        }

        /** The class score with which the number reaches a threshold. */
        double classScoreAt(float threshold, float confidence) {
            return switch (this) {
                case CLASS -> threshold;
                case PRODUCT -> threshold / (double) confidence;
                case ROOT_OF_PRODUCT -> (double) threshold * threshold / confidence;
            };
        }
    }

    /** When boxes are clipped to the image and those that have no area then go. */
    public enum Clipping {
        /** Boxes suppress each other by what the image shows of them (torchvision, mmdetection, effdet). */
        BEFORE_SUPPRESSION,
        /** They suppress each other whole, also those beside the image, which are no detections (YOLOX, CenterNet2). */
        AFTER_SUPPRESSION
    }

    /** Which classes of a cell are candidates. */
    public enum Labels {
        ALL,
        /** The one of the largest logit. */
        BEST
    }

    /**
     * Which measure counts when.
     *
     * @param threshold is compared with the threshold
     * @param candidates chooses the best of a level
     * @param detections ranks in suppression, and is the score of a detection
     * @param confidence name of the raw output {@code [N, L, 1]}, logits, that products are made with
     * @param labels which classes of a cell are candidates
     */
    public record Scores(Measure threshold, Measure candidates, Measure detections, String confidence, Labels labels) {
        /** All classes of a cell, with {@link #CENTERNESS} as its confidence. */
        public Scores(Measure threshold, Measure candidates, Measure detections) {
            this(threshold, candidates, detections, CENTERNESS, Labels.ALL);
        }

        /** One measure for everything. */
        public static Scores all(Measure measure) {
            return new Scores(measure, measure, measure);
        }

        public Scores {
            requireNonNull(threshold, "threshold is null");
            requireNonNull(candidates, "candidates is null");
            requireNonNull(detections, "detections is null");
            requireNonNull(confidence, "confidence is null");
            requireNonNull(labels, "labels is null");
            if (candidates != detections && candidates != Measure.CLASS) {
                throw new IllegalArgumentException("candidates chosen by [" + candidates + "] cannot be ranked by ["
                        + detections + "]; only those chosen by [CLASS] can be ranked anew");
            }
        }

        /** Whether candidates have another score once they are chosen. */
        public boolean ranksAnew() {
            return candidates != detections;
        }

        /** Whether the head must predict a confidence. */
        public boolean useConfidence() {
            return threshold != Measure.CLASS || candidates != Measure.CLASS || detections != Measure.CLASS;
        }
    }
}
