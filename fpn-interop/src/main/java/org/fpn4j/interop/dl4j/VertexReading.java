package org.fpn4j.interop.dl4j;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.fpn4j.core.graph.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSwish;

/**
 * What one vertex of a DL4J graph does to maps, before any of them exists.
 *
 * @param name of the vertex
 * @param inputs names of what it reads
 * @param kind decides strides and channels
 * @param vertex DL4J's
 * @param frozen whether a wrapper keeps it from being trained
 * @param refusal why no operation of ours computes it; empty where one does
 */
record VertexReading(
        String name, List<String> inputs, Kind kind, GraphVertex vertex, boolean frozen, Optional<String> refusal) {
    /** What a vertex does to stride and channels. */
    enum Kind {
        CONVOLUTION,
        POOLING,
        ZERO_PADDING,
        /** Both stay as they are. */
        PLAIN,
        /** Channels are joined. */
        CONCAT,
        /** Not a map any more, or nothing that is known. */
        OTHER
    }

    static VertexReading of(String name, List<String> inputs, GraphVertex vertex) {
        if (vertex instanceof LayerVertex) {
            return ofLayer(name, inputs, vertex);
        } else if (vertex instanceof ElementWiseVertex elementWise) {
            boolean sum = elementWise.getOp() == ElementWiseVertex.Op.Add;
            return new VertexReading(
                    name, inputs, Kind.PLAIN, vertex, false, when(!sum, "is " + elementWise.getOp() + ", not Add"));
        } else if (vertex instanceof MergeVertex merge) {
            String axis = "merges dimension[" + merge.getMergeAxis() + "]; it must be 1, the channels";
            return new VertexReading(name, inputs, Kind.CONCAT, vertex, false, when(merge.getMergeAxis() != 1, axis));
        }
        return new VertexReading(name, inputs, Kind.OTHER, vertex, false, Optional.of(UNKNOWN));
    }

    private static final String UNKNOWN = "has no counterpart among the operations here";

    private static VertexReading ofLayer(String name, List<String> inputs, GraphVertex vertex) {
        Layer layer = layer(vertex);
        boolean frozen = outer(vertex) instanceof FrozenLayer || outer(vertex) instanceof FrozenLayerWithBackprop;
        if (((LayerVertex) vertex).getPreProcessor() != null) {
            String how = "reshapes its input ("
                    + ((LayerVertex) vertex).getPreProcessor().getClass().getSimpleName() + ")";
            return new VertexReading(name, inputs, Kind.OTHER, vertex, frozen, Optional.of(how));
        }
        if (layer instanceof ConvolutionLayer convolution && isPlane(convolution)) {
            return new VertexReading(name, inputs, Kind.CONVOLUTION, vertex, frozen, refusal(convolution));
        } else if (layer instanceof SubsamplingLayer pool && !(layer instanceof Subsampling1DLayer)) {
            return new VertexReading(name, inputs, Kind.POOLING, vertex, frozen, refusal(pool));
        } else if (layer instanceof ZeroPaddingLayer padding) {
            return new VertexReading(name, inputs, Kind.ZERO_PADDING, vertex, frozen, format(padding.getDataFormat()));
        } else if (layer instanceof BatchNormalization norm) {
            return new VertexReading(name, inputs, Kind.PLAIN, vertex, frozen, format(norm.getCnn2DFormat()));
        } else if (layer instanceof ActivationLayer activation) {
            return new VertexReading(name, inputs, Kind.PLAIN, vertex, frozen, refusal(activation.getActivationFn()));
        } else if (layer instanceof DropoutLayer) {
            return new VertexReading(name, inputs, Kind.PLAIN, vertex, frozen, Optional.empty());
        } else if (layer instanceof LocalResponseNormalization) {
            return new VertexReading(name, inputs, Kind.PLAIN, vertex, frozen, Optional.of(UNKNOWN));
        }
        return new VertexReading(name, inputs, Kind.OTHER, vertex, frozen, Optional.of(UNKNOWN));
    }

    /** Whether a vertex is there, and a layer's has a layer: files may leave out either. */
    static boolean isWhole(GraphVertex vertex) {
        return vertex != null
                && (!(vertex instanceof LayerVertex of)
                        || (of.getLayerConf() != null
                                && of.getLayerConf().getLayer() != null
                                && layer(vertex) != null));
    }

    /** The layer of a layer's vertex without wrappers that freeze it. */
    static Layer layer(GraphVertex vertex) {
        Layer layer = outer(vertex);
        while (true) {
            if (layer instanceof FrozenLayer wrapper) {
                layer = wrapper.getLayer();
            } else if (layer instanceof FrozenLayerWithBackprop wrapper) {
                layer = wrapper.getUnderlying();
            } else {
                return layer;
            }
        }
    }

    private static Layer outer(GraphVertex vertex) {
        return ((LayerVertex) vertex).getLayerConf().getLayer();
    }

    Layer layer() {
        return layer(vertex);
    }

    /** DL4J's name of what the vertex is. */
    String type() {
        return vertex instanceof LayerVertex
                ? layer().getClass().getSimpleName()
                : vertex.getClass().getSimpleName();
    }

    /** How many times fewer rows come out. */
    int stride() {
        return switch (kind) {
            case CONVOLUTION -> ((ConvolutionLayer) layer()).getStride()[0];
            case POOLING -> ((SubsamplingLayer) layer()).getStride()[0];
            case ZERO_PADDING, PLAIN, CONCAT, OTHER -> 1;
        };
    }

    private static boolean isPlane(ConvolutionLayer layer) {
        return !(layer instanceof Convolution1DLayer)
                && !(layer instanceof Deconvolution2D)
                && layer.getKernelSize().length == 2;
    }

    private static Optional<String> refusal(ConvolutionLayer layer) {
        boolean depthwise = layer.getClass() == DepthwiseConvolution2D.class;
        if (!depthwise && layer.getClass() != ConvolutionLayer.class && layer.getClass() != Convolution2D.class) {
            return Optional.of(UNKNOWN);
        }
        return window(layer.getStride(), layer.getDilation(), layer.getConvolutionMode())
                .or(() -> format(layer.getCnn2dDataFormat()))
                .or(() -> when(
                        depthwise && layer.getNIn() != layer.getNOut(),
                        "makes [" + layer.getNOut() + "] channels of [" + layer.getNIn()
                                + "]; it must keep their number"))
                .or(() -> refusal(layer.getActivationFn()));
    }

    private static Optional<String> refusal(SubsamplingLayer layer) {
        int[] kernel = layer.getKernelSize();
        return when(layer.getPoolingType() != PoolingType.MAX, "pools by " + layer.getPoolingType() + ", not MAX")
                .or(() -> when(
                        kernel[0] != kernel[1], "has kernel" + Arrays.toString(kernel) + "; both sides must be equal"))
                .or(() -> window(layer.getStride(), layer.getDilation(), layer.getConvolutionMode()))
                .or(() -> format(layer.getCnn2dDataFormat()));
    }

    private static Optional<String> window(int[] stride, int[] dilation, ConvolutionMode mode) {
        return when(stride[0] != stride[1], "has stride" + Arrays.toString(stride) + "; both must be equal")
                .or(() -> when(
                        dilation[0] != 1 || dilation[1] != 1,
                        "has dilation" + Arrays.toString(dilation) + "; it must be [1, 1]"))
                .or(() -> when(mode == ConvolutionMode.Causal, "has convolution mode[Causal]"));
    }

    private static Optional<String> format(CNN2DFormat format) {
        return when(format != CNN2DFormat.NCHW, "has data format[" + format + "]; it must be NCHW");
    }

    private static Optional<String> refusal(IActivation function) {
        return when(
                activation(function).isEmpty(),
                "has activation[" + function + "]; known: identity, relu, leakyrelu of 0.01, swish, sigmoid");
    }

    /** Our name of a function; empty where we have none. */
    static Optional<Activation> activation(IActivation function) {
        if (function instanceof ActivationIdentity) {
            return Optional.of(Activation.NONE);
        } else if (function instanceof ActivationReLU relu && isPlain(relu)) {
            return Optional.of(Activation.RELU);
        } else if (function instanceof ActivationLReLU leaky && leaky.getAlpha() == 0.01) {
            return Optional.of(Activation.LEAKY_RELU);
        } else if (function instanceof ActivationSwish) {
            return Optional.of(Activation.SWISH);
        } else if (function instanceof ActivationSigmoid) {
            return Optional.of(Activation.SIGMOID);
        }
        return Optional.empty();
    }

    private static boolean isPlain(ActivationReLU relu) {
        return isUnset(relu.getMax()) && isUnset(relu.getThreshold()) && isUnset(relu.getNegativeSlope());
    }

    private static boolean isUnset(Double value) {
        return value == null || value == 0;
    }

    private static Optional<String> when(boolean holds, String refusal) {
        return holds ? Optional.of(refusal) : Optional.empty();
    }
}
