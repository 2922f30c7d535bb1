package org.fpn4j.onednn;

import java.nio.FloatBuffer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.Step;

/**
 * Boxes, and losses on a few values per cell. Of losses only cells that carry weight are computed, and these are few, so
 * plain Java is as fast as it needs to be.
 */
final class BoxKernels {
    private BoxKernels() {}

    /** The loss of one value or box and its gradient. */
    private interface Rule {
        /**
         * Adds up one cell.
         *
         * @param first index of the cell's first value
         * @return the loss; the gradient is written
         */
        double apply(FloatBuffer prediction, FloatBuffer target, FloatBuffer gradient, int first, float weight);
    }

    static KernelChoice smoothL1(Step step, double beta) {
        int values = step.inputs().get(0).shape().dim(2);
        return choice(step, (prediction, target, gradient, first, weight) -> {
            double loss = 0;
            for (int i = first; i < first + values; i++) {
                double difference = prediction.get(i) - target.get(i);
                double distance = Math.abs(difference);
                boolean near = distance < beta;
                loss += near ? difference * difference / (2 * beta) : distance - beta / 2;
                gradient.put(i, (float) (weight * (near ? difference / beta : Math.signum(difference))));
            }
            return loss;
        });
    }

    /** {@code softplus(x) - x t} and its slope, without differences of what may be equal. */
    static KernelChoice binaryCrossEntropy(Step step) {
        int values = step.inputs().get(0).shape().dim(2);
        return choice(step, (logits, target, gradient, first, weight) -> {
            double loss = 0;
            for (int i = first; i < first + values; i++) {
                double x = logits.get(i);
                double t = target.get(i);
                loss += Math.log1p(Math.exp(-Math.abs(x))) + (1 - t) * Math.max(x, 0) + t * Math.max(-x, 0);
                gradient.put(i, (float) (weight * ((1 - t) / (1 + Math.exp(-x)) - t / (1 + Math.exp(x)))));
            }
            return loss;
        });
    }

    static KernelChoice overlap(Step step, Operation.IouLoss.Kind kind) {
        OverlapSteps overlap = new OverlapSteps(kind);
        return choice(step, overlap::apply);
    }

    private static KernelChoice choice(Step step, Rule rule) {
        Shape shape = step.inputs().get(0).shape();
        int cells = shape.dim(0) * shape.dim(1);
        return KernelChoice.plain("java", 3, 2, (in, out, scratch) -> {
            FloatBuffer prediction = Host.floats(in.get(0), shape.size());
            FloatBuffer target = Host.floats(in.get(1), shape.size());
            FloatBuffer weights = Host.floats(in.get(2), cells);
            FloatBuffer loss = Host.floats(out.get(0), 1);
            FloatBuffer gradient = Host.floats(out.get(1), shape.size());
            return new Weighted(rule, cells, shape.dim(2), prediction, target, weights, loss, gradient);
        });
    }

    private record Weighted(
            Rule rule,
            int cells,
            int values,
            FloatBuffer prediction,
            FloatBuffer target,
            FloatBuffer weights,
            FloatBuffer loss,
            FloatBuffer gradient)
            implements Kernel {
        @Override
        public void run() {
            double total = 0;
            for (int cell = 0; cell < cells; cell++) {
                float weight = weights.get(cell);
                int first = cell * values;
                if (weight != 0) {
                    total += weight * rule.apply(prediction, target, gradient, first, weight);
                } else {
                    for (int i = first; i < first + values; i++) {
                        gradient.put(i, 0);
                    }
                }
            }
            loss.put(0, (float) total);
        }
    }

    /** How many a loop goes through; asking a shape for each of them would take longer than what is done with them. */
    private static int values(Shape boxes) {
        return Math.toIntExact(boxes.size());
    }

    /** Corners from deltas and anchors. */
    static KernelChoice decodeDeltas(Step step, Operation.DecodeDeltas decode) {
        Shape shape = step.inputs().get(0).shape();
        int values = values(shape);
        int valuesPerImage = 4 * shape.dim(1);
        return KernelChoice.plain("java", 2, 1, (in, out, scratch) -> {
            FloatBuffer deltas = Host.floats(in.get(0), values);
            FloatBuffer anchors = Host.floats(in.get(1), valuesPerImage);
            FloatBuffer boxes = Host.floats(out.get(0), values);
            return () -> {
                for (int at = 0; at < values; at += 4) {
                    int anchor = at % valuesPerImage;
                    for (int axis = 0; axis < 2; axis++) {
                        double low = anchors.get(anchor + axis);
                        double size = anchors.get(anchor + axis + 2) - low;
                        double center = low + size / 2 + deltas.get(at + axis) / decode.centerWeight() * size;
                        double logSize = Math.min(deltas.get(at + axis + 2) / decode.sizeWeight(), decode.clamp());
                        double half = size * Math.exp(logSize) / 2;
                        boxes.put(at + axis, (float) (center - half));
                        boxes.put(at + axis + 2, (float) (center + half));
                    }
                }
            };
        });
    }

    static KernelChoice decodeDeltasBackward(Step step, Operation.DecodeDeltas decode) {
        Shape shape = step.inputs().get(0).shape();
        int values = values(shape);
        int valuesPerImage = 4 * shape.dim(1);
        return KernelChoice.plain("java", 3, 1, (in, out, scratch) -> {
            FloatBuffer deltas = Host.floats(in.get(0), values);
            FloatBuffer anchors = Host.floats(in.get(1), valuesPerImage);
            FloatBuffer boxes = Host.floats(in.get(2), values);
            FloatBuffer gradient = Host.floats(out.get(0), values);
            return () -> {
                for (int at = 0; at < values; at += 4) {
                    int anchor = at % valuesPerImage;
                    for (int axis = 0; axis < 2; axis++) {
                        double size = anchors.get(anchor + axis + 2) - anchors.get(anchor + axis);
                        double low = boxes.get(at + axis);
                        double high = boxes.get(at + axis + 2);
                        double logSize = deltas.get(at + axis + 2) / decode.sizeWeight();
                        double half = logSize < decode.clamp() ? size * Math.exp(logSize) / 2 : 0; // clamped: constant
                        gradient.put(at + axis, (float) ((low + high) * size / decode.centerWeight()));
                        gradient.put(at + axis + 2, (float) ((high - low) * half / decode.sizeWeight()));
                    }
                }
            };
        });
    }

    /** Distances to corners, and the gradient, which flips the same two signs. */
    static KernelChoice distances(Step step) {
        int values = values(step.inputs().get(0).shape());
        return KernelChoice.plain("java", 1, 1, (in, out, scratch) -> {
            FloatBuffer from = Host.floats(in.get(0), values);
            FloatBuffer to = Host.floats(out.get(0), values);
            return () -> {
                for (int i = 0; i < values; i += 4) {
                    to.put(i, -from.get(i)).put(i + 1, -from.get(i + 1));
                    to.put(i + 2, from.get(i + 2)).put(i + 3, from.get(i + 3));
                }
            };
        });
    }
}
