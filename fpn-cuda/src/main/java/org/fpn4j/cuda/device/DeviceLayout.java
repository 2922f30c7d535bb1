package org.fpn4j.cuda.device;

import java.util.Locale;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Format;

/**
 * How a device keeps values that are not plain. Channels are filled up to whole vectors of 16 bytes, and what fills them up is
 * zero: whoever writes such a layout writes the zeros, whoever reads it may count on them.
 */
public record DeviceLayout(Order order, ElementType type) implements Format {
    /** Which values stand beside each other. */
    public enum Order {
        /** {@code [N, C, H, W]} as {@code [N, H, W, C']}, with {@code C'} channels filled up. */
        CHANNELS_LAST,
        /** A convolution's {@code [K, C, R, S]} as {@code [K', R, S, C']}. */
        KERNEL,
        /** {@code [K]} as {@code [K']}, always {@code float32}: what a convolution adds to its filled-up outputs. */
        VECTOR
    }

    /** Maps. */
    public static DeviceLayout maps(ElementType type) {
        return new DeviceLayout(Order.CHANNELS_LAST, type);
    }

    /** Kernels of convolutions. */
    public static DeviceLayout kernels(ElementType type) {
        return new DeviceLayout(Order.KERNEL, type);
    }

    /** Values for each output of a convolution whose maps are of a type. */
    public static DeviceLayout vectors(ElementType maps) {
        return new DeviceLayout(Order.VECTOR, maps);
    }

    /** What the type of a format is: that of a layout, {@link ElementType#PLAIN} of plain values. */
    public static ElementType type(Format format) {
        return format instanceof DeviceLayout layout ? layout.type : ElementType.PLAIN;
    }

    @Override
    public long bytes(Shape shape) {
        return switch (order) {
            case CHANNELS_LAST -> shape.size() / shape.dim(1) * type.padded(shape.dim(1)) * type.bytes();
            case KERNEL -> shape.size()
                    / shape.dim(0)
                    / shape.dim(1)
                    * type.padded(shape.dim(0))
                    * type.padded(shape.dim(1))
                    * type.bytes();
            case VECTOR -> (long) type.padded(shape.dim(0)) * Float.BYTES;
        };
    }

    @Override
    public String toString() {
        return type.name().toLowerCase(Locale.ROOT) + " "
                + order.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
