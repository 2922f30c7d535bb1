package org.fpn4j.cuda.cudnn;

import static org.bytedeco.cuda.global.cudnn.CUDNN_CROSS_CORRELATION;
import static org.bytedeco.cuda.global.cudnn.CUDNN_DATA_BFLOAT16;
import static org.bytedeco.cuda.global.cudnn.CUDNN_DATA_FLOAT;
import static org.bytedeco.cuda.global.cudnn.CUDNN_DATA_HALF;
import static org.bytedeco.cuda.global.cudnn.CUDNN_POINTWISE_ADD;
import static org.bytedeco.cuda.global.cudnn.CUDNN_POINTWISE_RELU_FWD;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.cudnn.ConvolutionGraph.Following;
import org.fpn4j.cuda.device.ElementType;

/** A convolution as cuDNN's descriptors, which live in the scope that it was made with. */
final class OperationGraph {
    /** What tensors that are in memory are called, in a graph and when it is run. */
    static final long X = 1;

    static final long WEIGHT = 2;
    static final long Y = 3;
    static final long SHIFT = 4;
    static final long RESIDUAL = 5;
    /** From here on, results that never reach memory. */
    private static final long BETWEEN = 100;
    /** Of all addresses; a vector of values. */
    private static final long ALIGNMENT = 16;

    private final DescriptorScope scope;
    private final ConvolutionGraph convolution;
    private final List<Descriptor> operations = new ArrayList<>();

    private OperationGraph(DescriptorScope scope, ConvolutionGraph convolution) {
        this.scope = scope;
        this.convolution = convolution;
    }

    /** The graph of a convolution. */
    static Descriptor of(ConvolutionGraph convolution, CudnnTarget target, DescriptorScope scope) {
        OperationGraph graph = new OperationGraph(scope, convolution);
        graph.convolve();
        Descriptor made =
                scope.create(DescriptorKind.OPERATIONGRAPH).of(Attribute.OPERATIONGRAPH_OPS, graph.operations);
        target.aimGraph(made);
        return made.complete();
    }

    private static int number(ElementType type) {
        return switch (type) {
            case PLAIN, FLOAT32 -> CUDNN_DATA_FLOAT;
            case BFLOAT16 -> CUDNN_DATA_BFLOAT16;
            case FLOAT16 -> CUDNN_DATA_HALF;
        };
    }

    private void convolve() {
        Descriptor weight = tensor(WEIGHT, convolution.type(), convolution.weight(), false);
        Descriptor x = tensor(X, convolution.type(), convolution.x(), false);
        switch (convolution.direction()) {
            case FORWARD -> forward(x, weight);
            case BACKWARD_DATA -> operations.add(scope.create(DescriptorKind.OPERATION_CONVOLUTION_BACKWARD_DATA)
                    .real(Attribute.BWD_DATA_ALPHA, 1)
                    .real(Attribute.BWD_DATA_BETA, 0)
                    .of(Attribute.BWD_DATA_CONV_DESC, window())
                    .of(Attribute.BWD_DATA_W, weight)
                    .of(Attribute.BWD_DATA_DX, x)
                    .of(Attribute.BWD_DATA_DY, result())
                    .complete());
            case BACKWARD_WEIGHTS -> operations.add(scope.create(DescriptorKind.OPERATION_CONVOLUTION_BACKWARD_FILTER)
                    .real(Attribute.BWD_FILTER_ALPHA, 1)
                    .real(Attribute.BWD_FILTER_BETA, 0)
                    .of(Attribute.BWD_FILTER_CONV_DESC, window())
                    .of(Attribute.BWD_FILTER_DW, weight)
                    .of(Attribute.BWD_FILTER_X, x)
                    .of(Attribute.BWD_FILTER_DY, result())
                    .complete());
        }
    }

    private void forward(Descriptor x, Descriptor weight) {
        Following following = convolution.following();
        Descriptor convolved = following.isThere() ? between() : result();
        operations.add(scope.create(DescriptorKind.OPERATION_CONVOLUTION_FORWARD)
                .real(Attribute.FORWARD_ALPHA, 1)
                .real(Attribute.FORWARD_BETA, 0)
                .of(Attribute.FORWARD_CONV_DESC, window())
                .of(Attribute.FORWARD_W, weight)
                .of(Attribute.FORWARD_X, x)
                .of(Attribute.FORWARD_Y, convolved)
                .complete());
        Descriptor last = convolved;
        if (following.shift()) {
            Shape channels = Shape.of(1, convolution.y().channels(), 1, 1);
            Descriptor shifted = following.residual() || following.relu() ? between() : result();
            add(last, tensor(SHIFT, ElementType.FLOAT32, channels, false), shifted);
            last = shifted;
        }
        if (following.residual()) {
            Descriptor added = following.relu() ? between() : result();
            add(last, tensor(RESIDUAL, convolution.type(), convolution.y(), false), added);
            last = added;
        }
        if (following.relu()) {
            operations.add(scope.create(DescriptorKind.OPERATION_POINTWISE)
                    .of(Attribute.OPERATION_POINTWISE_PW_DESCRIPTOR, pointwise(CUDNN_POINTWISE_RELU_FWD))
                    .of(Attribute.OPERATION_POINTWISE_XDESC, last)
                    .of(Attribute.OPERATION_POINTWISE_YDESC, result())
                    .complete());
        }
    }

    private void add(Descriptor x, Descriptor term, Descriptor sum) {
        operations.add(scope.create(DescriptorKind.OPERATION_POINTWISE)
                .of(Attribute.OPERATION_POINTWISE_PW_DESCRIPTOR, pointwise(CUDNN_POINTWISE_ADD))
                .of(Attribute.OPERATION_POINTWISE_XDESC, x)
                .of(Attribute.OPERATION_POINTWISE_BDESC, term)
                .of(Attribute.OPERATION_POINTWISE_YDESC, sum)
                .complete());
    }

    private Descriptor pointwise(int mode) {
        return scope.create(DescriptorKind.POINTWISE)
                .choice(Attribute.POINTWISE_MODE, mode)
                .choice(Attribute.POINTWISE_MATH_PREC, CUDNN_DATA_FLOAT)
                .complete();
    }

    private Descriptor result() {
        return tensor(Y, convolution.type(), convolution.y(), false);
    }

    /** A result that the next operation alone reads, as exact as sums are. */
    private Descriptor between() {
        return tensor(BETWEEN + operations.size(), ElementType.FLOAT32, convolution.y(), true);
    }

    /** {@code [N, C, H, W]} or {@code [K, C, R, S]} whose channels are innermost. */
    private Descriptor tensor(long id, ElementType type, Shape shape, boolean isVirtual) {
        long channels = shape.channels();
        long row = shape.width() * channels;
        return scope.create(DescriptorKind.TENSOR)
                .longs(Attribute.TENSOR_UNIQUE_ID, id)
                .choice(Attribute.TENSOR_DATA_TYPE, number(type))
                .longs(Attribute.TENSOR_BYTE_ALIGNMENT, ALIGNMENT)
                .longs(Attribute.TENSOR_DIMENSIONS, shape.toLongArray())
                .longs(Attribute.TENSOR_STRIDES, shape.height() * row, 1, row, channels)
                .flag(Attribute.TENSOR_IS_VIRTUAL, isVirtual)
                .complete();
    }

    private Descriptor window() {
        Padding padding = convolution.convolution().padding();
        int stride = convolution.convolution().stride();
        int dilation = convolution.convolution().dilation();
        return scope.create(DescriptorKind.CONVOLUTION)
                .choice(Attribute.CONVOLUTION_COMP_TYPE, CUDNN_DATA_FLOAT)
                .choice(Attribute.CONVOLUTION_CONV_MODE, CUDNN_CROSS_CORRELATION)
                .longs(Attribute.CONVOLUTION_SPATIAL_DIMS, 2)
                .longs(Attribute.CONVOLUTION_PRE_PADDINGS, padding.top(), padding.left())
                .longs(Attribute.CONVOLUTION_POST_PADDINGS, padding.bottom(), padding.right())
                .longs(Attribute.CONVOLUTION_FILTER_STRIDES, stride, stride)
                .longs(Attribute.CONVOLUTION_DILATIONS, dilation, dilation)
                .complete();
    }
}
