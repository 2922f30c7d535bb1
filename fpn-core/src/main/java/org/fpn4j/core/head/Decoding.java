package org.fpn4j.core.head;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What follows a head's raw outputs until there are detections, as a value: whoever decodes (in Java, or in a model that is
 * exported) is made from it, so that there is one truth. For each image,
 *
 * <ol>
 *   <li>every cell and class has a class score, the sigmoid of its logit, and with it the three {@link Scores};
 *   <li>those whose threshold score is above {@code scoreThreshold} are candidates, unless one of the raw outputs that they
 *       are made of is not finite;
 *   <li>of each level the {@code candidatesPerLevel} best candidates remain;
 *   <li>their boxes ({@link Boxes}) are clipped to the image, and those that have no area then go;
 *   <li>candidates are taken by detection score, and one that overlaps a taken one of its class by more than {@code
 *       nmsThreshold} (intersection over union) goes;
 *   <li>the best {@code maxDetections} are the detections.
 * </ol>
 *
 * <p>Among equal scores the smaller {@code cell * classes + label} is better; among candidates whose detection score differs
 * from their candidate score, the earlier level, and within it the better candidate.
 *
 * @param classes number of classes {@code K}
 * @param ends index after each level's last cell, finest level first
 * @param imageHeight pixels
 * @param imageWidth pixels
 * @param scores what counts when
 * @param boxes corners of raw outputs
 * @param scoreThreshold scores above it are candidates
 * @param candidatesPerLevel number of best candidates of each level
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
        double scoreThreshold,
        int candidatesPerLevel,
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
        int cells = ends.get(ends.size() - 1);
        if (boxes.cells() != cells) {
            throw new IllegalArgumentException("boxes of [" + boxes.cells() + "] cells, levels of [" + cells + "]");
        }
    }

    /** Number of cells or anchors {@code L}. */
    public int cells() {
        return boxes.cells();
    }

    /** A number in [0, 1] that a cell has for a class. */
    public enum Measure {
        /** The sigmoid of the class logit. */
        CLASS,
        /** {@link #CLASS} times the sigmoid of the cell's centre-ness. */
        PRODUCT,
        /** The square root of {@link #PRODUCT}. */
        ROOT_OF_PRODUCT
    }

    /**
     * Which measure counts when.
     *
     * @param threshold is compared with the threshold
     * @param candidates chooses the best of a level
     * @param detections ranks in suppression, and is the score of a detection
     */
    public record Scores(Measure threshold, Measure candidates, Measure detections) {
        /** One measure for everything. */
        public static Scores all(Measure measure) {
            return new Scores(measure, measure, measure);
        }

        public Scores {
            requireNonNull(threshold, "threshold is null");
            requireNonNull(candidates, "candidates is null");
            requireNonNull(detections, "detections is null");
            if (candidates != detections && candidates != Measure.CLASS) {
                throw new IllegalArgumentException("candidates chosen by [" + candidates + "] cannot be ranked by ["
                        + detections + "]; only those chosen by [CLASS] can be ranked anew");
            }
        }

        /** Whether candidates have another score once they are chosen. */
        public boolean ranksAnew() {
            return candidates != detections;
        }

        /** Whether the head must predict centre-ness. */
        public boolean useCenterness() {
            return threshold != Measure.CLASS || candidates != Measure.CLASS || detections != Measure.CLASS;
        }
    }

    /** How {@link #BOX_DELTAS} become corners {@code x1, y1, x2, y2} in pixels of the network's input. */
    public sealed interface Boxes {
        /** Number of cells or anchors {@code L}. */
        int cells();
    }

    /**
     * Deltas {@code dx, dy, dw, dh} from anchors, as in {@link org.fpn4j.core.graph.Operation.DecodeDeltas}.
     *
     * @param anchors corners {@code [L, 4]}; not copied
     * @param centerWeight divides dx, dy
     * @param sizeWeight divides dw, dh
     * @param clamp largest log-scale of a side
     */
    public record Deltas(float[] anchors, double centerWeight, double sizeWeight, double clamp) implements Boxes {
        public Deltas {
            requireNonNull(anchors, "anchors is null");
        }

        @Override
        public int cells() {
            return anchors.length / 4;
        }
    }

    /**
     * Distances {@code left, top, right, bottom} from points.
     *
     * @param points {@code x, y}, {@code [L, 2]}; not copied
     * @param units pixels that a distance of 1 stands for, {@code [L]}; not copied
     */
    public record Distances(float[] points, float[] units) implements Boxes {
        public Distances {
            if (points.length != 2 * units.length) {
                throw new IllegalArgumentException(
                        "[" + points.length / 2 + "] points have [" + units.length + "] units");
            }
        }

        @Override
        public int cells() {
            return units.length;
        }
    }
}
