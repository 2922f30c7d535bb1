package org.fpn4j.heads.loss;

import java.util.Arrays;
import org.fpn4j.core.graph.Operation;

/**
 * What a loss is on arrays of one's own, without a network: a value for each cell, and the gradient of their sum by the
 * prediction. The formulas are those of the operations of the same names, which networks compute; here in double precision.
 * No cells give empty arrays.
 *
 * @param values {@code [L]}
 * @param gradient {@code [L, values]}, as the prediction
 */
public record CellLoss(double[] values, double[] gradient) {
    /** The sum over all cells. */
    public double sum() {
        return Arrays.stream(values).sum();
    }

    /**
     * Any loss of a network.
     *
     * @param predictions {@code [L, values]}
     * @param targets as the operation takes them: labels {@code [L]}, or {@code [L, values]}
     * @param cells {@code L}
     */
    public static CellLoss of(Operation.Loss loss, float[] predictions, float[] targets, int cells) {
        return loss.acceptLoss(new Operation.Loss.Visitor<>() {
            @Override
            public CellLoss focal(Operation.FocalLoss focal) {
                int[] labels = new int[targets.length];
                for (int i = 0; i < labels.length; i++) {
                    labels[i] = Math.round(targets[i]);
                }
                return CellLoss.focal(focal, predictions, labels);
            }

            @Override
            public CellLoss softmaxCrossEntropy(Operation.SoftmaxCrossEntropy entropy) {
                int[] classes = new int[targets.length];
                for (int i = 0; i < classes.length; i++) {
                    classes[i] = Math.round(targets[i]);
                }
                return CellLoss.softmaxCrossEntropy(predictions, classes);
            }

            @Override
            public CellLoss smoothL1(Operation.SmoothL1Loss smooth) {
                return CellLoss.smoothL1(smooth, predictions, targets, cells);
            }

            @Override
            public CellLoss iou(Operation.IouLoss iou) {
                return CellLoss.overlap(iou, predictions, targets);
            }

            @Override
            public CellLoss binaryCrossEntropy(Operation.BinaryCrossEntropy entropy) {
                return CellLoss.binaryCrossEntropy(predictions, targets, cells);
            }

            @Override
            public CellLoss gaussianFocal(Operation.GaussianFocalLoss focal) {
                return CellLoss.gaussianFocal(focal, predictions, targets, cells);
            }
        });
    }

    /**
     * {@link Operation.FocalLoss}.
     *
     * @param logits {@code [L, K]}
     * @param labels class of each cell, -1 for background, -2 for cells that do not count
     */
    public static CellLoss focal(Operation.FocalLoss loss, float[] logits, int[] labels) {
        int classes = valuesOfCell("logits", logits, "labels", labels.length);
        CellLoss result = new CellLoss(new double[labels.length], new double[logits.length]);
        for (int i = 0; i < logits.length; i++) {
            int label = labels[i / classes];
            if (label < -2 || label >= classes) {
                throw new IllegalArgumentException(
                        "label[" + label + "] of cell[" + i / classes + "] must be in [-2, " + classes + ")");
            }
            if (label == -2) {
                continue;
            }
            boolean positive = label == i % classes;
            double sign = positive ? -1 : 1;
            double flipped = sign * logits[i]; // the less it is, the better
            double balance = loss.alpha() < 0 ? 1 : positive ? loss.alpha() : 1 - loss.alpha();
            double wrong = sigmoid(flipped);
            double softplus = softplus(flipped);
            double factor = balance * Math.pow(wrong, loss.gamma());
            result.values[i / classes] += factor * softplus;
            result.gradient[i] = sign * factor * (wrong + loss.gamma() * (1 - wrong) * softplus);
        }
        return result;
    }

    /**
     * {@link Operation.BinaryCrossEntropy}.
     *
     * @param logits {@code [L, V]}
     * @param targets {@code [L, V]}, in [0, 1]
     * @param cells {@code L}
     */
    public static CellLoss binaryCrossEntropy(float[] logits, float[] targets, int cells) {
        int perCell = valuesOfCell("logits", logits, "cells", cells);
        sameLength("targets", targets, "logits", logits);
        CellLoss result = new CellLoss(new double[cells], new double[logits.length]);
        for (int i = 0; i < logits.length; i++) {
            double target = targets[i];
            // without differences of what may be equal
            result.values[i / perCell] += (1 - target) * softplus(logits[i]) + target * softplus(-logits[i]);
            result.gradient[i] = (1 - target) * sigmoid(logits[i]) - target * sigmoid(-logits[i]);
        }
        return result;
    }

    /**
     * {@link Operation.GaussianFocalLoss}.
     *
     * @param logits {@code [L, K]}
     * @param targets {@code [L, K]}, in [0, 1]
     * @param cells {@code L}
     */
    public static CellLoss gaussianFocal(Operation.GaussianFocalLoss loss, float[] logits, float[] targets, int cells) {
        int classes = valuesOfCell("logits", logits, "cells", cells);
        sameLength("targets", targets, "logits", logits);
        float limit = Operation.GaussianFocalLoss.LARGEST_LOGIT;
        CellLoss result = new CellLoss(new double[cells], new double[logits.length]);
        for (int i = 0; i < logits.length; i++) {
            boolean peak = targets[i] == 1;
            double sign = peak ? -1 : 1;
            double flipped = sign * Math.max(-limit, Math.min(logits[i], limit)); // the less it is, the better
            double share = peak ? 1 : Math.pow(1 - (double) targets[i], loss.beta());
            double wrong = sigmoid(flipped);
            double softplus = softplus(flipped);
            double factor = share * Math.pow(wrong, loss.alpha());
            result.values[i / classes] += factor * softplus;
            boolean moves = Math.abs(logits[i]) <= limit;
            result.gradient[i] = moves ? sign * factor * (wrong + loss.alpha() * (1 - wrong) * softplus) : 0;
        }
        return result;
    }

    /**
     * {@link Operation.SoftmaxCrossEntropy}.
     *
     * @param logits {@code [L, K]}
     * @param classes of each cell, negative for cells that do not count
     */
    public static CellLoss softmaxCrossEntropy(float[] logits, int[] classes) {
        int count = valuesOfCell("logits", logits, "classes", classes.length);
        CellLoss result = new CellLoss(new double[classes.length], new double[logits.length]);
        for (int cell = 0; cell < classes.length; cell++) {
            if (classes[cell] >= count) {
                throw new IllegalArgumentException(
                        "class[" + classes[cell] + "] of cell[" + cell + "] must be below " + count);
            }
            if (classes[cell] < 0) {
                continue;
            }
            int first = cell * count;
            double largest = Double.NEGATIVE_INFINITY;
            for (int i = first; i < first + count; i++) {
                largest = Math.max(largest, logits[i]);
            }
            double sum = 0;
            for (int i = first; i < first + count; i++) {
                sum += Math.exp(logits[i] - largest);
            }
            result.values[cell] = Math.log(sum) - (logits[first + classes[cell]] - largest);
            for (int i = first; i < first + count; i++) {
                result.gradient[i] = Math.exp(logits[i] - largest) / sum - (i == first + classes[cell] ? 1 : 0);
            }
        }
        return result;
    }

    /**
     * {@link Operation.SmoothL1Loss}; L1 where its beta is 0.
     *
     * @param predictions {@code [L, V]}
     * @param targets {@code [L, V]}
     * @param cells {@code L}
     */
    public static CellLoss smoothL1(Operation.SmoothL1Loss loss, float[] predictions, float[] targets, int cells) {
        int perCell = valuesOfCell("predictions", predictions, "cells", cells);
        sameLength("targets", targets, "predictions", predictions);
        CellLoss result = new CellLoss(new double[cells], new double[predictions.length]);
        for (int i = 0; i < predictions.length; i++) {
            double difference = (double) predictions[i] - targets[i];
            double distance = Math.abs(difference);
            boolean near = distance < loss.beta();
            result.values[i / perCell] += near ? distance * distance / (2 * loss.beta()) : distance - loss.beta() / 2;
            result.gradient[i] = near ? difference / loss.beta() : Math.signum(difference);
        }
        return result;
    }

    /**
     * {@link Operation.IouLoss}. Of corners that are equal the predicted one counts, as in a network.
     *
     * @param boxes corners {@code [L, 4]}
     * @param targets corners {@code [L, 4]}
     */
    public static CellLoss overlap(Operation.IouLoss loss, float[] boxes, float[] targets) {
        sameLength("targets", targets, "boxes", boxes);
        if (boxes.length % 4 != 0) {
            throw new IllegalArgumentException("boxes[" + boxes.length + "] must be four numbers each");
        }
        CellLoss result = new CellLoss(new double[boxes.length / 4], new double[boxes.length]);
        for (int i = 0; i < boxes.length; i += 4) {
            result.values[i / 4] = new BoxPair(boxes, targets, i).loss(loss.kind(), result.gradient);
        }
        return result;
    }

    private static int valuesOfCell(String what, float[] values, String of, int cells) {
        if (cells == 0 ? values.length > 0 : values.length % cells != 0 || values.length == 0) {
            throw new IllegalArgumentException(
                    what + "[" + values.length + "] must be as many for each of " + of + "[" + cells + "]");
        }
        return cells == 0 ? 1 : values.length / cells;
    }

    private static void sameLength(String what, float[] values, String others, float[] of) {
        if (values.length != of.length) {
            throw new IllegalArgumentException(
                    what + "[" + values.length + "] and " + others + "[" + of.length + "] must be as many");
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    /** A predicted box and its target. */
    private record BoxPair(float[] boxes, float[] targets, int at) {
        /** The loss; its gradient is written where the box lies. */
        double loss(Operation.IouLoss.Kind kind, double[] gradient) {
            double innerWidth = side(0, false);
            double innerHeight = side(1, false);
            boolean meet = innerWidth > 0 && innerHeight > 0;
            double intersection = meet ? innerWidth * innerHeight : 0;
            double union = area(boxes) + area(targets) - intersection;
            double overlap = intersection / (union + Operation.IouLoss.EPSILON);
            double hull = side(0, true) * side(1, true);
            boolean cut = overlap <= Operation.IouLoss.LEAST_LOG_IOU;
            double byOverlap =
                    switch (kind) {
                        case IOU, GIOU -> -1;
                        case LOG_IOU -> cut ? 0 : -1 / overlap;
                        case SQUARED -> -2 * overlap;
                    };
            double byUnion = -byOverlap * overlap / (union + Operation.IouLoss.EPSILON);
            double byHull = 0;
            double value =
                    switch (kind) {
                        case IOU, GIOU -> 1 - overlap;
                        case LOG_IOU -> -Math.log(Math.max(overlap, Operation.IouLoss.LEAST_LOG_IOU));
                        case SQUARED -> 1 - overlap * overlap;
                    };
            if (kind == Operation.IouLoss.Kind.GIOU) {
                value += (hull - union) / (hull + Operation.IouLoss.EPSILON);
                byUnion -= 1 / (hull + Operation.IouLoss.EPSILON);
                byHull = (union + Operation.IouLoss.EPSILON)
                        / ((hull + Operation.IouLoss.EPSILON) * (hull + Operation.IouLoss.EPSILON));
            }
            double byIntersection = byOverlap / (union + Operation.IouLoss.EPSILON) - byUnion;
            for (int axis = 0; axis < 2; axis++) {
                int other = 1 - axis;
                double ofArea = byUnion * (boxes[at + 2 + other] - boxes[at + other]);
                double ofInner = meet ? byIntersection * side(other, false) : 0;
                double ofHull = byHull * side(other, true);
                float first = boxes[at + axis];
                float second = boxes[at + 2 + axis];
                float targetFirst = targets[at + axis];
                float targetSecond = targets[at + 2 + axis];
                gradient[at + axis] =
                        -ofArea - (first >= targetFirst ? ofInner : 0) - (first <= targetFirst ? ofHull : 0);
                gradient[at + 2 + axis] =
                        ofArea + (second <= targetSecond ? ofInner : 0) + (second >= targetSecond ? ofHull : 0);
            }
            return value;
        }

        /** Length of what both share, negative where they share nothing, or of what is around both. */
        private double side(int axis, boolean around) {
            float first = boxes[at + axis];
            float second = boxes[at + 2 + axis];
            float targetFirst = targets[at + axis];
            float targetSecond = targets[at + 2 + axis];
            return around
                    ? (double) Math.max(second, targetSecond) - Math.min(first, targetFirst)
                    : (double) Math.min(second, targetSecond) - Math.max(first, targetFirst);
        }

        private double area(float[] of) {
            return ((double) of[at + 2] - of[at]) * ((double) of[at + 3] - of[at + 1]);
        }
    }
}
