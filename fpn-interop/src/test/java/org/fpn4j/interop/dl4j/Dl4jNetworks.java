package org.fpn4j.interop.dl4j;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.zoo.model.ResNet50;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Networks as DL4J's users have them. */
final class Dl4jNetworks {
    private Dl4jNetworks() {}

    /** DL4J's own ResNet-50 with weights that keep the variance and statistics that are none of the usual. */
    static ComputationGraph resNet50() {
        ComputationGraph network = ResNet50.builder()
                .numClasses(4)
                .inputShape(new int[] {3, 96, 128})
                .build()
                .init();
        randomize(network);
        return network;
    }

    private static void randomize(ComputationGraph network) {
        SplittableRandom random = new SplittableRandom(7);
        for (String vertex : network.getConfiguration().getVertices().keySet()) {
            Map<String, INDArray> table = network.getVertex(vertex).paramTable(false);
            if (table != null) {
                table.forEach((key, array) -> array.assign(values(key, array, random)));
            }
        }
    }

    private static INDArray values(String key, INDArray array, SplittableRandom random) {
        boolean kernel = array.rank() == 4;
        // [out, in, kH, kW], or [kH, kW, channels, 1] of a depthwise one
        double fan = kernel ? array.size(1) * array.size(2) * array.size(3) : 1;
        float[] values = new float[(int) array.length()];
        for (int i = 0; i < values.length; i++) {
            double u = 2 * random.nextDouble() - 1;
            values[i] = (float)
                    switch (key) {
                        case "gamma" -> 1 + 0.2 * u;
                        case "var" -> 1 + 0.5 * u;
                        case "log10stdev" -> 0.1 * u;
                        default -> kernel ? Math.sqrt(3 / fan) * u : 0.1 * u;
                    };
        }
        return Nd4j.createFromArray(values).reshape('c', array.shape());
    }

    static ComputationGraph network(Consumer<GraphBuilder> layers, String... outputs) {
        GraphBuilder builder = new NeuralNetConfiguration.Builder()
                .activation(Activation.IDENTITY)
                .graphBuilder()
                .addInputs("images")
                .setInputTypes(InputType.convolutional(64, 64, 3));
        layers.accept(builder);
        ComputationGraph network =
                new ComputationGraph(builder.setOutputs(outputs).build());
        network.init();
        randomize(network);
        return network;
    }

    static ConvolutionLayer.Builder conv(int kernel, int stride, int out) {
        return new ConvolutionLayer.Builder(kernel, kernel)
                .stride(stride, stride)
                .nOut(out)
                .convolutionMode(ConvolutionMode.Same);
    }

    static ActivationLayer activation(Activation function) {
        return new ActivationLayer.Builder().activation(function).build();
    }

    /** Everything that is converted, at strides 4 and 8. */
    static ComputationGraph everything() {
        return network(
                builder -> builder.addLayer("pad", new ZeroPaddingLayer.Builder(1, 1, 1, 1).build(), "images")
                        .addLayer(
                                "stem/conv",
                                new ConvolutionLayer.Builder(3, 3)
                                        .stride(2, 2)
                                        .nOut(8)
                                        .hasBias(false)
                                        .build(),
                                "pad")
                        .addLayer(
                                "stem/norm",
                                new BatchNormalization.Builder().eps(1e-3).build(),
                                "stem/conv")
                        .addLayer("stem/act", activation(Activation.LEAKYRELU), "stem/norm")
                        .addLayer(
                                "same",
                                conv(3, 2, 12).activation(Activation.RELU).build(),
                                "stem/act")
                        .addLayer(
                                "depthwise",
                                new DepthwiseConvolution2D.Builder(3, 3)
                                        .nOut(12)
                                        .depthMultiplier(1)
                                        .convolutionMode(ConvolutionMode.Same)
                                        .activation(Activation.SWISH)
                                        .build(),
                                "same")
                        .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "same", "depthwise")
                        .addVertex("joined", new MergeVertex(), "sum", "same")
                        .addLayer("dropout", new DropoutLayer.Builder(0.5).build(), "joined")
                        .addLayer(
                                "wide",
                                new ConvolutionLayer.Builder(1, 3)
                                        .padding(0, 1)
                                        .nOut(6)
                                        .build(),
                                "dropout")
                        .addLayer("c2", activation(Activation.SIGMOID), "wide")
                        .addLayer(
                                "pool",
                                new SubsamplingLayer.Builder(PoolingType.MAX)
                                        .kernelSize(3, 3)
                                        .stride(2, 2)
                                        .convolutionMode(ConvolutionMode.Same)
                                        .build(),
                                "c2")
                        .addLayer(
                                "frozen",
                                new FrozenLayer(new ConvolutionLayer.Builder(3, 3)
                                        .padding(1, 1)
                                        .nOut(10)
                                        .build()),
                                "pool")
                        .addLayer(
                                "norm2",
                                new BatchNormalization.Builder()
                                        .useLogStd(false)
                                        .decay(0.97)
                                        .build(),
                                "frozen")
                        .addLayer("global", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "norm2")
                        .addLayer(
                                "output",
                                new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                                        .nOut(3)
                                        .activation(Activation.SOFTMAX)
                                        .build(),
                                "global"),
                "output");
    }
}
