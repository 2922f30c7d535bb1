package org.fpn4j.engine.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Step;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Convolutions and their gradients. Kernels stand as {@code [out, in, kH, kW]}; ND4J gets a view of them as {@code [kH, kW,
 * in, out]}, the only order whose gradient it computes.
 */
final class ConvolutionKernels {
    private ConvolutionKernels() {}

    static Recipe forward(Step step, Instruction.Convolve convolve) {
        Window window =
                new Window(step.inputs().get(0).shape(), step.inputs().get(1).shape(), convolve.convolution());
        return new Recipe(window.name(""), window.spread(), (program, arrays) -> {
            INDArray y = arrays.out(0);
            INDArray kernel = window.read(program, arrays.in(1), arrays.temporary());
            List<INDArray> inputs = new ArrayList<>(List.of(arrays.in(0), kernel));
            if (convolve.bias()) {
                inputs.add(arrays.in(2));
            }
            program.custom(window.name(""), inputs, List.of(y), List.of(), window.arguments());
            if (convolve.residual()) {
                program.add(y, arrays.in(arrays.in().size() - 1), y);
            }
            if (convolve.activation() != Activation.NONE) {
                ActivationKernels.apply(program, convolve.activation(), y, y);
            }
        });
    }

    /**
     * ND4J has one operation for both gradients: that of the kernel goes to a temporary. Where the window ends at the
     * map's edge the transposed convolution does it alone.
     */
    static Recipe backwardData(Step step, Instruction.ConvolveBackwardData data) {
        Shape kernel = step.inputs().get(0).shape();
        Shape x = step.outputs().get(0).shape();
        Window window = new Window(x, kernel, data.convolution());
        if (!window.depthwise() && window.reaches()) {
            return new Recipe("deconv2d", window.spread(), (program, arrays) -> {
                INDArray read = window.read(program, arrays.in(0), arrays.temporary());
                program.custom("deconv2d", List.of(arrays.in(1), read), arrays.out(), List.of(), window.arguments());
            });
        }
        // the gradient of the kernel needs values of x; any will do, but they must be finite to be fast
        List<Shape> temporaries = new ArrayList<>(List.of(x, window.spanned()));
        temporaries.addAll(window.spread());
        return new Recipe(window.name("_bp"), temporaries, (program, arrays) -> {
            INDArray anything = arrays.temporary(0);
            INDArray read =
                    window.read(program, arrays.in(0), arrays.temporary().subList(2, temporaries.size()));
            program.fill(anything, 0)
                    .custom(
                            window.name("_bp"),
                            List.of(anything, read, arrays.in(1)),
                            List.of(arrays.out(0), window.view(arrays.temporary(1))),
                            List.of(),
                            window.arguments());
        });
    }

    static Recipe backwardWeights(Step step, Instruction.ConvolveBackwardWeights weights) {
        Shape kernel = step.outputs().get(0).shape();
        Shape x = step.inputs().get(0).shape();
        Shape y = step.inputs().get(1).shape();
        Window window = new Window(x, kernel, weights.convolution());
        List<Shape> temporaries = new ArrayList<>(List.of(x, window.spanned(), Shape.of(y.batch(), y.channels())));
        temporaries.addAll(window.spread());
        return new Recipe(window.name("_bp"), temporaries, (program, arrays) -> {
            INDArray dy = arrays.in(1);
            boolean dilated = !window.spread().isEmpty();
            INDArray made = dilated ? arrays.temporary(3) : arrays.out(0);
            program.fill(arrays.temporary(1), 0)
                    .custom(
                            window.name("_bp"),
                            List.of(arrays.in(0), window.view(arrays.temporary(1)), dy),
                            List.of(arrays.temporary(0), window.view(made)),
                            List.of(),
                            window.arguments());
            if (dilated) {
                program.copy(window.taps(made), arrays.out(0));
            }
            if (weights.bias()) {
                ChannelSums.write(program, dy, arrays.temporary(2), arrays.out(1));
            }
        });
    }

    /**
     * A convolution's window as ND4J wants it. A dilated kernel is written out, with zeros between its taps: ND4J 1.0.0-M2.1
     * describes the padding of a dilated convolution to oneDNN as if its taps were neighbours, which oneDNN refuses.
     */
    private record Window(Shape x, Shape kernel, Operation.Convolution convolution) {
        boolean depthwise() {
            return convolution.groups() > 1;
        }

        String name(String suffix) {
            return (depthwise() ? "depthwise_conv2d" : "conv2d") + suffix;
        }

        /** The kernel with what lies between its taps. */
        Shape spanned() {
            return Shape.of(
                    kernel.dim(0), kernel.dim(1), convolution.span(kernel.dim(2)), convolution.span(kernel.dim(3)));
        }

        /** Temporaries for a kernel that is written out; none where its taps are neighbours. */
        List<Shape> spread() {
            return spanned().equals(kernel) ? List.of() : List.of(spanned());
        }

        /** The kernel as ND4J reads it. */
        INDArray read(Program program, INDArray array, List<INDArray> spread) {
            if (spread.isEmpty()) {
                return view(array);
            }
            program.fill(spread.get(0), 0).copy(array, taps(spread.get(0)));
            return view(spread.get(0));
        }

        /** Of a kernel that is written out its taps. */
        INDArray taps(INDArray spread) {
            long[] strides = spread.stride().clone();
            strides[2] *= convolution.dilation();
            strides[3] *= convolution.dilation();
            return Nd4j.create(spread.data(), kernel.toLongArray(), strides, spread.offset(), 'c', spread.dataType());
        }

        /** {@code [kH, kW, in, out]}; of a depthwise kernel {@code [kH, kW, channels, 1]}. */
        INDArray view(INDArray array) {
            return depthwise() ? array.permute(2, 3, 0, 1) : array.permute(2, 3, 1, 0);
        }

        /** Whether the last window ends where the padded map does. */
        boolean reaches() {
            Padding padding = convolution.padding();
            return padding.symmetric()
                    && (x.height() + 2 * padding.top() - spanned().dim(2)) % convolution.stride() == 0
                    && (x.width() + 2 * padding.left() - spanned().dim(3)) % convolution.stride() == 0;
        }

        /** Kernel, stride, padding, dilation, whether the padding is SAME, {@code NCHW}, kernels as {@link #view}. */
        long[] arguments() {
            Padding padding = convolution.padding();
            boolean given = padding.symmetric();
            return new long[] {
                spanned().dim(2),
                spanned().dim(3),
                convolution.stride(),
                convolution.stride(),
                given ? padding.top() : 0,
                given ? padding.left() : 0,
                1,
                1,
                given ? 0 : 1,
                0,
                0
            };
        }
    }
}
