package org.fpn4j.cuda.cudnn;

import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.device.ElementType;

/**
 * A dense convolution or one of its gradients, and what is added behind it. Shapes are those in memory, as {@link
 * org.fpn4j.cuda.device.DeviceLayout} keeps them: what fills up channels is part of them, so that two steps that differ in nothing else
 * share a plan.
 *
 * @param type of maps and kernel; products are added in {@code float32}
 * @param x the map that the window slides over
 * @param weight {@code [K, C, R, S]}
 * @param y the map that it makes
 * @param convolution how the window moves; of one group
 */
public record ConvolutionGraph(
        Direction direction,
        ElementType type,
        Shape x,
        Shape weight,
        Shape y,
        Operation.Convolution convolution,
        Following following) {
    /** Which of map, kernel and result is computed from the two others. */
    public enum Direction {
        /** y of x and weight. */
        FORWARD,
        /** The gradient of x, of weight and the gradient of y. */
        BACKWARD_DATA,
        /** The gradient of weight, of x and the gradient of y. */
        BACKWARD_WEIGHTS
    }

    /**
     * What is done to the result before it is written, in this order.
     *
     * @param shift a value for each channel, in {@code float32}, is added
     * @param residual a map like the result is added
     * @param relu negative values become zero
     */
    public record Following(boolean shift, boolean residual, boolean relu) {
        public static final Following NOTHING = new Following(false, false, false);

        /** Whether it is anything. */
        public boolean isThere() {
            return shift || residual || relu;
        }
    }

    public ConvolutionGraph {
        if (following.isThere() && direction != Direction.FORWARD) {
            throw new IllegalArgumentException("nothing follows a gradient");
        }
        x = Shape.of(x.batch(), type.padded(x.channels()), x.height(), x.width());
        y = Shape.of(y.batch(), type.padded(y.channels()), y.height(), y.width());
        weight = Shape.of(type.padded(weight.dim(0)), type.padded(weight.dim(1)), weight.dim(2), weight.dim(3));
    }

    /** The same with other work behind it. */
    public ConvolutionGraph followedBy(Following other) {
        return new ConvolutionGraph(direction, type, x, weight, y, convolution, other);
    }

    /** What it reads and writes, in bytes. */
    long bytes() {
        return type.bytes() * (x.size() + weight.size() + y.size() * (following.residual() ? 2 : 1));
    }
}
