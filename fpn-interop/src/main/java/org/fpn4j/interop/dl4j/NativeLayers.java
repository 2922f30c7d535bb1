package org.fpn4j.interop.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.L2Regularization;

/**
 * Operations that a layer of DL4J computes exactly as we do.
 *
 * <p>Not among them: DL4J's {@code ActivationLayer}, which at inference overwrites its input even where another vertex
 * reads it too; and a batch norm with stored statistics, because DL4J's gradient of a frozen one is that of batch
 * statistics.
 */
final class NativeLayers {
    /**
     * A layer and the keys of its parameters in the order of the operation's.
     *
     * @param depthwise whether kernels are {@code [kH, kW, C, 1]}
     * @param padding zeros that a layer of its own must put around the map first
     */
    record NativeLayer(Layer layer, List<String> keys, boolean depthwise, Padding padding) {}

    private NativeLayers() {}

    static NativeLayer convolution(Operation.Convolution convolution, List<Shape> shapes, boolean trainable) {
        Shape weight = shapes.get(1);
        boolean bias = shapes.size() > 2;
        Padding padding = convolution.padding();
        boolean symmetric = padding.symmetric();
        int[] kernel = {weight.dim(2), weight.dim(3)};
        int[] stride = {convolution.stride(), convolution.stride()};
        int[] around = {symmetric ? padding.top() : 0, symmetric ? padding.left() : 0};
        int in = shapes.get(0).channels();
        boolean depthwise = convolution.groups() > 1;
        ConvolutionLayer layer;
        if (depthwise) {
            layer = new DepthwiseConvolution2D.Builder(kernel, stride, around)
                    .depthMultiplier(1)
                    .nIn(in)
                    .nOut(in)
                    .hasBias(bias)
                    .dilation(convolution.dilation(), convolution.dilation())
                    .convolutionMode(ConvolutionMode.Truncate)
                    .activation(Activation.IDENTITY)
                    .build();
        } else {
            layer = new ConvolutionLayer.Builder(kernel, stride, around)
                    .nIn(in)
                    .nOut(weight.dim(0))
                    .hasBias(bias)
                    .dilation(convolution.dilation(), convolution.dilation())
                    .convolutionMode(ConvolutionMode.Truncate)
                    .activation(Activation.IDENTITY)
                    .build();
        }
        if (!trainable) {
            freeze(layer);
        }
        List<String> keys = bias
                ? List.of(ConvolutionParamInitializer.WEIGHT_KEY, ConvolutionParamInitializer.BIAS_KEY)
                : List.of(ConvolutionParamInitializer.WEIGHT_KEY);
        return new NativeLayer(
                trainable ? layer : new FrozenLayerWithBackprop(layer),
                keys,
                depthwise,
                symmetric ? Padding.NONE : padding);
    }

    /**
     * A frozen layer's gradient is zero, but DL4J asks the layer inside for updater and regularisation. An empty list would
     * be replaced by the network's.
     */
    private static void freeze(ConvolutionLayer layer) {
        layer.setIUpdater(new NoOp());
        layer.setBiasUpdater(new NoOp());
        layer.setRegularization(new ArrayList<>(List.of(new L2Regularization(0))));
        layer.setRegularizationBias(new ArrayList<>(List.of(new L2Regularization(0))));
    }

    static NativeLayer batchNorm(Operation.BatchNorm norm, Shape shape) {
        Layer layer = new BatchNormalization.Builder()
                .nIn(shape.channels())
                .nOut(shape.channels())
                .eps(norm.epsilon())
                .decay(1 - norm.momentum())
                .useLogStd(false)
                .activation(Activation.IDENTITY)
                .build();
        List<String> keys = List.of(
                BatchNormalizationParamInitializer.GAMMA,
                BatchNormalizationParamInitializer.BETA,
                BatchNormalizationParamInitializer.GLOBAL_MEAN,
                BatchNormalizationParamInitializer.GLOBAL_VAR);
        return new NativeLayer(layer, keys, false, Padding.NONE);
    }

    /** DL4J's padding never wins either, and its mode SAME puts the odd cell where ours stands. */
    static NativeLayer maxPool(Operation.MaxPool pool) {
        Padding padding = pool.padding();
        boolean symmetric = padding.symmetric();
        SubsamplingLayer.Builder builder = new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                .kernelSize(pool.kernel(), pool.kernel())
                .stride(pool.stride(), pool.stride());
        if (symmetric) {
            builder.convolutionMode(ConvolutionMode.Truncate).padding(padding.top(), padding.left());
        } else {
            builder.convolutionMode(ConvolutionMode.Same);
        }
        return new NativeLayer(builder.build(), List.of(), false, Padding.NONE);
    }
}
