package org.fpn4j.interop.pretrained;

import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.Weights.NamedTensor;

/**
 * PyTorch's {@code ConvTranspose2d} whose kernel is as large as its stride, {@code [in, out, k, k]}, as ours: a 1x1 convolution
 * {@code [out * k * k, in, 1, 1]} whose channel {@code (o * k + dy) * k + dx} is pixel {@code dy, dx} of each block of output
 * {@code o}. The bias {@code [out]} is that of each pixel of a block.
 */
final class TransposedConvolution {
    private static final String UPSAMPLE = "head.mask.upsample.";

    private TransposedConvolution() {}

    /** Values of what enlarges masks in our arrangement; others as they are. */
    static NamedTensor arranged(Parameter ours, NamedTensor theirs) {
        return switch (ours.name()) {
            case UPSAMPLE + "weight" -> kernel(ours, theirs);
            case UPSAMPLE + "bias" -> bias(ours, theirs);
            default -> theirs;
        };
    }

    /** The kernel in our arrangement; as it is where its shape is not that of one. */
    private static NamedTensor kernel(Parameter ours, NamedTensor theirs) {
        Shape shape = theirs.shape();
        if (shape.rank() != 4 || shape.dim(2) != shape.dim(3)) {
            return theirs;
        }
        int in = shape.dim(0);
        int rows = shape.dim(1) * shape.dim(2) * shape.dim(3);
        Shape arranged = Shape.of(rows, in, 1, 1);
        if (!arranged.equals(ours.shape())) {
            return theirs;
        }
        float[] values = new float[theirs.values().length];
        for (int channel = 0; channel < in; channel++) {
            for (int row = 0; row < rows; row++) {
                values[row * in + channel] = theirs.values()[channel * rows + row];
            }
        }
        return new NamedTensor(arranged, values);
    }

    /** The bias in our arrangement; as it is where it does not fill ours. */
    private static NamedTensor bias(Parameter ours, NamedTensor theirs) {
        int outputs = theirs.values().length;
        int values = (int) ours.shape().size();
        if (theirs.shape().rank() != 1 || outputs == 0 || values % outputs != 0) {
            return theirs;
        }
        int block = values / outputs;
        float[] repeated = new float[values];
        for (int i = 0; i < values; i++) {
            repeated[i] = theirs.values()[i / block];
        }
        return new NamedTensor(ours.shape(), repeated);
    }
}
