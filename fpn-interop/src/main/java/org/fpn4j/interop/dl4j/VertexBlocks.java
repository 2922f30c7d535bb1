package org.fpn4j.interop.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Parameter.Role;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;

/** Declares vertices of a DL4J graph on ours, with their weights as initial values. */
final class VertexBlocks {
    /**
     * A map and the zeros that a padding layer put around it, which the next convolution takes along.
     *
     * @param tensor {@code [N, C, H, W]} without the zeros
     */
    record PaddedMap(Tensor tensor, Padding zeros) {
        static PaddedMap of(Tensor tensor) {
            return new PaddedMap(tensor, Padding.NONE);
        }
    }

    private final Dl4jSource source;
    private final boolean freezeNorm;
    private final boolean trainable;

    VertexBlocks(Dl4jSource source, boolean freezeNorm, boolean trainable) {
        this.source = source;
        this.freezeNorm = freezeNorm;
        this.trainable = trainable;
    }

    /** Declares one vertex in a scope of its own. */
    PaddedMap build(Graph scope, VertexReading vertex, List<PaddedMap> inputs) {
        Tensor x = inputs.get(0).tensor();
        if (vertex.vertex() instanceof ElementWiseVertex) {
            return PaddedMap.of(scope.add(tensors(inputs)));
        } else if (vertex.vertex() instanceof MergeVertex) {
            return PaddedMap.of(inputs.size() == 1 ? x : scope.apply(new Operation.Concat(1), tensors(inputs)));
        }
        Layer layer = vertex.layer();
        if (layer instanceof ConvolutionLayer convolution) {
            return PaddedMap.of(convolution(scope, vertex, convolution, inputs.get(0)));
        } else if (layer instanceof SubsamplingLayer pool) {
            return PaddedMap.of(scope.apply(maxPool(pool, x.shape()), x));
        } else if (layer instanceof BatchNormalization norm) {
            return PaddedMap.of(batchNorm(scope, vertex, norm, x));
        } else if (layer instanceof ActivationLayer activation) {
            return PaddedMap.of(scope.activate(
                    VertexReading.activation(activation.getActivationFn()).orElseThrow(), x));
        } else if (layer instanceof ZeroPaddingLayer zeros) {
            int[] sides = zeros.getPadding(); // top, bottom, left, right
            return new PaddedMap(x, new Padding(sides[0], sides[1], sides[2], sides[3]));
        }
        return PaddedMap.of(x); // dropout
    }

    private static Tensor[] tensors(List<PaddedMap> maps) {
        return maps.stream().map(PaddedMap::tensor).toArray(Tensor[]::new);
    }

    private Tensor convolution(Graph scope, VertexReading vertex, ConvolutionLayer layer, PaddedMap input) {
        boolean depthwise = layer instanceof DepthwiseConvolution2D;
        int[] kernel = layer.getKernelSize();
        int in = Math.toIntExact(layer.getNIn());
        int out = Math.toIntExact(layer.getNOut());
        boolean trained = trainable && !vertex.frozen();
        Shape shape = Shape.of(out, depthwise ? 1 : in, kernel[0], kernel[1]);
        List<Tensor> operands = new ArrayList<>(List.of(input.tensor()));
        operands.add(scope.parameter(
                "weight",
                shape,
                new Initializer.Stored(() -> Dl4jLayout.read(
                        source.parameter(vertex.name(), ConvolutionParamInitializer.WEIGHT_KEY), depthwise)),
                Role.WEIGHT,
                trained));
        if (layer.hasBias()) {
            operands.add(scope.parameter(
                    "bias",
                    Shape.of(out),
                    stored(vertex, ConvolutionParamInitializer.BIAS_KEY, UnaryOperator.identity()),
                    Role.BIAS,
                    trained));
        }
        Padding padding = padding(vertex, layer, input);
        Tensor y = scope.apply(new Operation.Convolution(layer.getStride()[0], padding, depthwise ? in : 1), operands);
        return scope.activate(VertexReading.activation(layer.getActivationFn()).orElseThrow(), y);
    }

    /** What the layer adds to the zeros that are there. */
    private static Padding padding(VertexReading vertex, ConvolutionLayer layer, PaddedMap input) {
        Padding zeros = input.zeros();
        int height = input.tensor().shape().height();
        int width = input.tensor().shape().width();
        int[] kernel = layer.getKernelSize();
        int stride = layer.getStride()[0];
        int[] own = layer.getPadding();
        Padding added = layer.getConvolutionMode() == ConvolutionMode.Same
                ? Padding.same(
                        height + zeros.top() + zeros.bottom(),
                        width + zeros.left() + zeros.right(),
                        kernel[0],
                        kernel[1],
                        stride)
                : new Padding(own[0], own[0], own[1], own[1]);
        Padding padding = new Padding(
                zeros.top() + added.top(),
                zeros.bottom() + added.bottom(),
                zeros.left() + added.left(),
                zeros.right() + added.right());
        if (!padding.symmetric() && !padding.equals(Padding.same(height, width, kernel[0], kernel[1], stride))) {
            throw new IllegalArgumentException("vertex[" + vertex.name() + "] of the DL4J network: zeros " + padding
                    + " around a map of " + height + "x" + width + " are neither the same on opposite sides nor SAME");
        }
        return padding;
    }

    private static Operation maxPool(SubsamplingLayer layer, Shape x) {
        int kernel = layer.getKernelSize()[0];
        int stride = layer.getStride()[0];
        int[] own = layer.getPadding();
        Padding padding = layer.getConvolutionMode() == ConvolutionMode.Same
                ? Padding.same(x.height(), x.width(), kernel, stride)
                : new Padding(own[0], own[0], own[1], own[1]);
        return new Operation.MaxPool(kernel, stride, padding);
    }

    private Tensor batchNorm(Graph scope, VertexReading vertex, BatchNormalization layer, Tensor x) {
        boolean trained = !freezeNorm && trainable && !vertex.frozen();
        boolean locked = layer.isLockGammaBeta();
        boolean buffers = freezeNorm || vertex.frozen();
        Shape shape = Shape.of(x.shape().channels());
        UnaryOperator<float[]> same = UnaryOperator.identity();
        Tensor scale = scope.parameter(
                "weight",
                shape,
                locked
                        ? new Initializer.Constant(layer.getGamma())
                        : stored(vertex, BatchNormalizationParamInitializer.GAMMA, same),
                buffers ? Role.BUFFER : Role.NORM_SCALE,
                trained && !locked);
        Tensor shift = scope.parameter(
                "bias",
                shape,
                locked
                        ? new Initializer.Constant(layer.getBeta())
                        : stored(vertex, BatchNormalizationParamInitializer.BETA, same),
                buffers ? Role.BUFFER : Role.NORM_SHIFT,
                trained && !locked);
        Tensor mean = scope.parameter(
                "running_mean",
                shape,
                stored(vertex, BatchNormalizationParamInitializer.GLOBAL_MEAN, same),
                Role.BUFFER,
                false);
        Tensor variance = scope.parameter(
                "running_var",
                shape,
                layer.isUseLogStd()
                        ? stored(vertex, BatchNormalizationParamInitializer.GLOBAL_LOG_STD, VertexBlocks::variance)
                        : stored(vertex, BatchNormalizationParamInitializer.GLOBAL_VAR, same),
                Role.BUFFER,
                false);
        Operation operation = new Operation.BatchNorm(layer.getEps(), trained ? 1 - layer.getDecay() : 0, trained);
        return scope.apply(operation, x, scale, shift, mean, variance);
    }

    private Initializer stored(VertexReading vertex, String key, UnaryOperator<float[]> change) {
        return new Initializer.Stored(() -> change.apply(Dl4jLayout.read(source.parameter(vertex.name(), key), false)));
    }

    /** Of decimal logarithms of standard deviations. */
    private static float[] variance(float[] logarithms) {
        float[] variances = new float[logarithms.length];
        for (int i = 0; i < variances.length; i++) {
            variances[i] = (float) Math.pow(10, 2.0 * logarithms[i]);
        }
        return variances;
    }
}
