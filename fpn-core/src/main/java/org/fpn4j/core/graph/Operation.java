package org.fpn4j.core.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything that a node can be. A reading of a {@link Graph} has one rule for each; shapes and costs are here, so that
 * all readings agree on them.
 *
 * <p>Maps are {@code [N, C, H, W]}, predictions {@code [N, L, K]} with {@code L} cells (or anchors) of all levels, boxes
 * {@code x1, y1, x2, y2} in input pixels.
 */
public sealed interface Operation {
    /**
     * The output's shape.
     *
     * @throws IllegalArgumentException where the inputs' shapes do not fit
     */
    Shape infer(List<Shape> inputs);

    /** Multiply-accumulates; 0 but for convolutions. */
    default long macs(List<Shape> inputs, Shape output) {
        return 0;
    }

    /** Lower-case words joined by underscores, for names of nodes. */
    default String label() {
        return getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
                .toLowerCase(java.util.Locale.ROOT);
    }

    /**
     * Inputs: {@code x, weight [out, in / groups, kH, kW]} and optionally {@code bias [out]}. Output size is
     * {@code floor((x + padding - kernel) / stride) + 1}.
     *
     * @param groups 1, or the number of input channels (depthwise, one filter per channel)
     */
    record Convolution(int stride, Padding padding, int groups) implements Operation {
        @Override
        public Shape infer(List<Shape> inputs) {
            Shape x = inputs.get(0);
            Shape weight = inputs.get(1);
            check(x.rank() == 4 && weight.rank() == 4, "convolution needs [N, C, H, W], got " + inputs);
            check(
                    x.channels() == weight.dim(1) * groups,
                    "convolution of " + groups + " groups: expected " + weight.dim(1) * groups + " channels, got " + x);
            check(
                    groups == 1 || (groups == x.channels() && weight.dim(0) == groups),
                    "convolution groups[" + groups + "] must be 1 or the number of channels, got " + x);
            return Shape.of(
                    x.batch(),
                    weight.dim(0),
                    windowed(x.height(), padding.top() + padding.bottom(), weight.dim(2), stride),
                    windowed(x.width(), padding.left() + padding.right(), weight.dim(3), stride));
        }

        @Override
        public long macs(List<Shape> inputs, Shape output) {
            Shape weight = inputs.get(1);
            return output.size() * weight.dim(1) * weight.dim(2) * weight.dim(3);
        }
    }

    /**
     * Inputs: {@code x, scale [C], shift [C], mean [C], variance [C]}.
     *
     * @param momentum share of the batch's statistics that enters the running ones at each step (PyTorch's meaning)
     * @param trained batch statistics while training and running ones otherwise; false: always the stored ones
     */
    record BatchNorm(double epsilon, double momentum, boolean trained) implements Operation {
        @Override
        public Shape infer(List<Shape> inputs) {
            return sameChannels("batch norm", inputs);
        }
    }

    /** Inputs: {@code x, scale [C], shift [C]}; statistics per image over groups of channels (arXiv:1803.08494v3). */
    record GroupNorm(int groups, double epsilon) implements Operation {
        @Override
        public Shape infer(List<Shape> inputs) {
            int channels = inputs.get(0).channels();
            check(
                    channels % groups == 0,
                    "group norm groups[" + groups + "] must divide the number of channels[" + channels + "]");
            return sameChannels("group norm", inputs);
        }
    }

    /** Input: any tensor. */
    record Activate(Activation activation) implements Operation {
        @Override
        public Shape infer(List<Shape> inputs) {
            return inputs.get(0);
        }

        @Override
        public String label() {
            return activation.name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Input: one map. Padding never wins. */
    record MaxPool(int kernel, int stride, Padding padding) implements Operation {
        @Override
        public Shape infer(List<Shape> inputs) {
            Shape x = inputs.get(0);
            return Shape.of(
                    x.batch(),
                    x.channels(),
                    windowed(x.height(), padding.top() + padding.bottom(), kernel, stride),
                    windowed(x.width(), padding.left() + padding.right(), kernel, stride));
        }
    }

    /** Input: one map. Cell {@code i} of the output is cell {@code floor(i * size / target)} of the input. */
    record ResizeNearest(int height, int width) implements Operation {
        @Override
        public Shape infer(List<Shape> inputs) {
            return Shape.of(inputs.get(0).batch(), inputs.get(0).channels(), height, width);
        }
    }

    /** Inputs: two or more tensors of one shape. */
    record Sum() implements Operation {
        @Override
        public Shape infer(List<Shape> inputs) {
            return allEqual("sum", inputs);
        }
    }

    /** Input: any tensor, multiplied by a constant. */
    record Multiply(double factor) implements Operation {
        @Override
        public Shape infer(List<Shape> inputs) {
            return inputs.get(0);
        }
    }

    /** Inputs: any tensor and a learned factor {@code [1]}. */
    record ScaleByParameter() implements Operation {
        @Override
        public Shape infer(List<Shape> inputs) {
            check(inputs.get(1).size() == 1, "scale by parameter: expected a factor of shape [1]");
            return inputs.get(0);
        }
    }

    /**
     * Inputs: {@code k} maps of one shape and the weights {@code [k]}.
     *
     * <pre>
     * FAST:     sum_i relu(w_i) x_i / (sum_j relu(w_j) + epsilon)
     * SOFTMAX:  sum_i softmax(w)_i x_i
     * </pre>
     *
     * (arXiv:1911.09070v7, section 3.3)
     */
    record WeightedFusion(Mode mode, double epsilon) implements Operation {
        /** How raw weights become shares. */
        public enum Mode {
            FAST,
            SOFTMAX
        }

        @Override
        public Shape infer(List<Shape> inputs) {
            List<Shape> maps = inputs.subList(0, inputs.size() - 1);
            check(
                    inputs.get(maps.size()).size() == maps.size(),
                    "weighted fusion of " + maps.size() + " maps: expected as many weights");
            return allEqual("weighted fusion", maps);
        }
    }

    /** Inputs: tensors that differ in one dimension only. */
    record Concat(int axis) implements Operation {
        @Override
        public Shape infer(List<Shape> inputs) {
            List<Integer> dims = new ArrayList<>(inputs.get(0).dims());
            int joined = 0;
            for (Shape input : inputs) {
                List<Integer> others = new ArrayList<>(input.dims());
                joined += others.set(axis, dims.get(axis));
                check(others.equals(dims), "concat over axis " + axis + ": shapes differ elsewhere, " + inputs);
            }
            dims.set(axis, joined);
            return new Shape(dims);
        }
    }

    /**
     * Input: a predictor's map {@code [N, A * values, H, W]}; output {@code [N, H * W * A, values]}, row-major over y, x,
     * then anchor.
     */
    record MapToCells(int values) implements Operation {
        @Override
        public Shape infer(List<Shape> inputs) {
            Shape x = inputs.get(0);
            check(x.channels() % values == 0, "map to cells: " + x + " has no multiple of " + values + " channels");
            return Shape.of(x.batch(), x.height() * x.width() * (x.channels() / values), values);
        }
    }

    /**
     * Sum of sigmoid focal loss (arXiv:1708.02002v2, section 3). Inputs: logits {@code [N, L, K]}, labels {@code [N, L]}
     * (class index, -1 background, -2 ignored) and a weight per cell {@code [N, L]} that holds the normaliser. Output: a
     * scalar.
     *
     * @param alpha weight of positives; negative: none
     */
    record FocalLoss(double alpha, double gamma) implements Operation {
        @Override
        public Shape infer(List<Shape> inputs) {
            Shape logits = inputs.get(0);
            Shape cells = Shape.of(logits.dim(0), logits.dim(1));
            check(inputs.get(1).equals(cells), "focal loss: expected labels " + cells + ", got " + inputs.get(1));
            check(inputs.get(2).equals(cells), "focal loss: expected weights " + cells + ", got " + inputs.get(2));
            return Shape.of();
        }
    }

    /**
     * Weighted sum of {@code |d|}, or of Huber's {@code d^2 / (2 beta)} where {@code |d| < beta} and {@code |d| - beta / 2}
     * elsewhere. Inputs: prediction and target {@code [N, L, V]}, weights {@code [N, L]} that hold the normaliser. Output: a
     * scalar.
     *
     * @param beta 0 for L1
     */
    record SmoothL1Loss(double beta) implements Operation {
        @Override
        public Shape infer(List<Shape> inputs) {
            return weightedLoss("smooth L1 loss", inputs);
        }
    }

    /**
     * Weighted sum of {@code 1 - IoU}, {@code -ln IoU} or {@code 1 - GIoU} (arXiv:1902.09630v2). Inputs: predicted and
     * target boxes {@code [N, L, 4]} as corners, weights {@code [N, L]} that hold the normaliser. Output: a scalar.
     */
    record IouLoss(Kind kind) implements Operation {
        /** Which overlap. */
        public enum Kind {
            IOU,
            LOG_IOU,
            GIOU
        }

        @Override
        public Shape infer(List<Shape> inputs) {
            check(inputs.get(0).dim(2) == 4, "IoU loss: expected boxes [N, L, 4], got " + inputs.get(0));
            return weightedLoss("IoU loss", inputs);
        }
    }

    /**
     * Weighted sum of binary cross-entropy. Inputs: logits and targets {@code [N, L, V]}, weights {@code [N, L]} that hold the
     * normaliser. Output: a scalar.
     */
    record BinaryCrossEntropy() implements Operation {
        @Override
        public Shape infer(List<Shape> inputs) {
            return weightedLoss("binary cross-entropy", inputs);
        }
    }

    /**
     * Corners from an anchor and deltas {@code dx, dy, dw, dh}: centre moves by {@code d / weight} of the anchor's side,
     * sides grow by {@code exp(min(d / weight, clamp))}. Inputs: deltas {@code [N, L, 4]}, anchors {@code [L, 4]}.
     *
     * @param centerWeight divides dx, dy
     * @param sizeWeight divides dw, dh
     * @param clamp largest log-scale of a side
     */
    record DecodeDeltas(double centerWeight, double sizeWeight, double clamp) implements Operation {
        @Override
        public Shape infer(List<Shape> inputs) {
            check(
                    inputs.get(1).equals(Shape.of(inputs.get(0).dim(1), 4)),
                    "decode deltas: expected anchors [" + inputs.get(0).dim(1) + ", 4], got " + inputs.get(1));
            return inputs.get(0);
        }
    }

    /** Corners {@code -l, -t, r, b} of a box around the origin from distances {@code l, t, r, b}: {@code [N, L, 4]}. */
    record DistancesToBoxes() implements Operation {
        @Override
        public Shape infer(List<Shape> inputs) {
            check(inputs.get(0).dim(2) == 4, "distances to boxes: expected [N, L, 4], got " + inputs.get(0));
            return inputs.get(0);
        }
    }

    private static int windowed(int size, int padding, int kernel, int stride) {
        int span = size + padding - kernel;
        check(span >= 0, "a window of " + kernel + " does not fit into " + size + " cells with padding " + padding);
        return span / stride + 1;
    }

    private static Shape sameChannels(String what, List<Shape> inputs) {
        Shape x = inputs.get(0);
        for (Shape statistic : inputs.subList(1, inputs.size())) {
            check(
                    statistic.equals(Shape.of(x.channels())),
                    what + ": expected [" + x.channels() + "], got " + statistic);
        }
        return x;
    }

    private static Shape allEqual(String what, List<Shape> inputs) {
        for (Shape input : inputs) {
            check(input.equals(inputs.get(0)), what + ": shapes differ, " + inputs);
        }
        return inputs.get(0);
    }

    private static Shape weightedLoss(String what, List<Shape> inputs) {
        Shape prediction = inputs.get(0);
        Shape cells = Shape.of(prediction.dim(0), prediction.dim(1));
        check(inputs.get(1).equals(prediction), what + ": expected targets " + prediction + ", got " + inputs.get(1));
        check(inputs.get(2).equals(cells), what + ": expected weights " + cells + ", got " + inputs.get(2));
        return Shape.of();
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
