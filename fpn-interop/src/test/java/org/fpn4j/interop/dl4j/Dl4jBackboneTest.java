package org.fpn4j.interop.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.deeplearning4j.zoo.model.Xception;
import org.fpn4j.bifpn.BiFpn;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.backbone.Backbone;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.neck.ExtraLevels;
import org.fpn4j.core.neck.MapValues;
import org.fpn4j.core.neck.NeckBlock;
import org.fpn4j.core.neck.NeckNetwork;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.heads.retina.RetinaConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class Dl4jBackboneTest {
    private static List<float[]> features(Backbone backbone, Shape images) {
        CostGraph cost = new CostGraph();
        backbone.build(cost, cost.input("images", images));
        NetworkDefinition definition = graph -> {
            Pyramid pyramid = backbone.build(graph, graph.input("images", images));
            return new NetworkDefinition.Declared(pyramid.named(), Map.of());
        };
        Weights weights = Weights.initial(cost.parameters(), 0);
        try (Network network = new SameDiffExecutor().compile(definition, Purpose.INFERENCE, weights)) {
            return List.copyOf(network.forward(
                            Map.of("images", images(images)), network.outputs().keySet())
                    .values());
        }
    }

    private static float[] images(Shape shape) {
        return NeckNetwork.normal(3, shape.size());
    }

    /** What DL4J computes at these vertices. */
    private static List<float[]> activations(ComputationGraph network, List<String> vertices, Shape images) {
        INDArray fed = Nd4j.createFromArray(images(images)).reshape('c', images.toLongArray());
        Map<String, INDArray> all = network.feedForward(fed, false);
        List<float[]> activations = new ArrayList<>();
        vertices.forEach(
                vertex -> activations.add(all.get(vertex).dup('c').data().asFloat()));
        return activations;
    }

    private static void assertSame(List<float[]> actual, List<float[]> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            // float32, up to 50 convolutions
            assertThat(MapValues.distance(actual.get(i), expected.get(i)))
                    .as("level " + i)
                    .isCloseTo(0, within(1e-4));
        }
    }

    @Test
    void zooResNet50GivesTheFeaturesOfDl4j(@TempDir Path directory) throws IOException {
        ComputationGraph network = Dl4jNetworks.resNet50();
        Shape images = Shape.of(2, 3, 96, 128);
        Dl4jBackbone backbone = Dl4jBackbone.of(network);

        assertThat(backbone.vertices())
                .containsExactly("stem-maxpool1", "res2c_branch", "res3d_branch", "res4f_branch", "res5c_branch");
        assertThat(backbone.outputs()).hasToString("[C2:64, C3:256, C4:512, C5:1024, C6:2048]");
        List<float[]> expected = activations(network, backbone.vertices(), images);
        List<float[]> features = features(backbone, images);
        assertSame(features, expected);

        File file = directory.resolve("resnet50.zip").toFile();
        ModelSerializer.writeModel(network, file, false);
        Dl4jBackbone read = new Dl4jBackbone.Config(file.toString(), List.of(), true, true).create();
        assertThat(features(read, images).toArray()).isEqualTo(features.toArray());
    }

    @ParameterizedTest
    @CsvSource({"64, 96", "65, 97", "50, 70"})
    void everyLayerThatIsConvertedComputesWhatDl4jDoes(int height, int width) {
        ComputationGraph network = Dl4jNetworks.everything();
        Shape images = Shape.of(2, 3, height, width);
        Dl4jBackbone backbone = Dl4jBackbone.of(network);

        assertThat(backbone.vertices()).containsExactly("c2", "norm2");
        assertSame(features(backbone, images), activations(network, backbone.vertices(), images));
    }

    @Test
    void parametersAreNamedAfterVerticesAndFrozenAsAsked() {
        assertThat(parameters(Dl4jBackbone.of(Dl4jNetworks.everything())))
                .containsExactly(
                        "stem_conv.weight trained",
                        "stem_norm.weight buffer",
                        "stem_norm.bias buffer",
                        "stem_norm.running_mean buffer",
                        "stem_norm.running_var buffer",
                        "same.weight trained",
                        "same.bias trained",
                        "depthwise.weight trained",
                        "depthwise.bias trained",
                        "wide.weight trained",
                        "wide.bias trained",
                        "frozen.weight kept",
                        "frozen.bias kept",
                        "norm2.weight buffer",
                        "norm2.bias buffer",
                        "norm2.running_mean buffer",
                        "norm2.running_var buffer");
        assertThat(parameters(Dl4jBackbone.of(Dl4jNetworks.everything(), List.of(), false, true)))
                .contains("norm2.weight trained", "norm2.bias trained", "norm2.running_mean buffer");
        assertThat(parameters(Dl4jBackbone.of(Dl4jNetworks.everything(), List.of(), false, false)))
                .allMatch(parameter -> !parameter.endsWith("trained"))
                .contains("norm2.weight kept");
    }

    private static List<String> parameters(Backbone backbone) {
        CostGraph graph = new CostGraph();
        backbone.build(graph, graph.input("images", Shape.of(1, 3, 64, 64)));
        return graph.parameters().stream()
                .map(parameter -> parameter.name()
                        + (parameter.role() == Parameter.Role.BUFFER
                                ? " buffer"
                                : parameter.trainable() ? " trained" : " kept"))
                .toList();
    }

    @Test
    void aWholeDetectorStandsOnADl4jNetwork() {
        Dl4jBackbone backbone = Dl4jBackbone.of(Dl4jNetworks.everything());
        NeckBlock neck = new BiFpn.Config(1, 16, 3, 5).create(backbone.outputs());
        Detector detector = new Detector(
                backbone,
                neck,
                new ExtraLevels.None().create(backbone.outputs(), neck.outputs()),
                new RetinaConfig().create(neck.outputs()));
        Weights weights = Weights.initial(detector.cost(64, 96).graph().parameters(), 1);

        try (Network network =
                new SameDiffExecutor().compile(detector.inference(1, 64, 96), Purpose.INFERENCE, weights)) {
            Map<String, float[]> outputs =
                    network.forward(Map.of("images", images(Shape.of(1, 3, 64, 96))), List.of("pyramid/P5"));

            assertThat(outputs.get("pyramid/P5")).hasSize(16 * 2 * 3);
        }
    }

    @Test
    void everyVertexThatCannotBeConvertedIsNamed() {
        ComputationGraph network = Dl4jNetworks.network(
                builder -> builder.addLayer("a", Dl4jNetworks.conv(3, 4, 8).build(), "images")
                        .addLayer("lrn", new LocalResponseNormalization.Builder().build(), "a")
                        .addLayer(
                                "b",
                                Dl4jNetworks.conv(3, 1, 8)
                                        .activation(Activation.TANH)
                                        .build(),
                                "lrn")
                        .addLayer(
                                "separable",
                                new SeparableConvolution2D.Builder(3, 3)
                                        .nOut(8)
                                        .convolutionMode(ConvolutionMode.Same)
                                        .build(),
                                "b")
                        .addLayer(
                                "average",
                                new SubsamplingLayer.Builder(PoolingType.AVG)
                                        .kernelSize(2, 2)
                                        .stride(2, 2)
                                        .build(),
                                "separable")
                        .addLayer(
                                "oblong",
                                new ConvolutionLayer.Builder(3, 3)
                                        .stride(1, 2)
                                        .nOut(8)
                                        .build(),
                                "average")
                        .addLayer(
                                "dilated",
                                Dl4jNetworks.conv(3, 1, 8).dilation(2, 2).build(),
                                "average")
                        .addVertex("product", new ElementWiseVertex(ElementWiseVertex.Op.Product), "dilated", "average")
                        .addLayer("zeros", new ZeroPaddingLayer.Builder(1, 1).build(), "product")
                        .addLayer(
                                "pool",
                                new SubsamplingLayer.Builder(PoolingType.MAX)
                                        .kernelSize(2, 2)
                                        .stride(1, 1)
                                        .build(),
                                "zeros")
                        .addLayer("last", Dl4jNetworks.conv(3, 1, 8).build(), "pool"),
                "last",
                "oblong");

        assertThatThrownBy(() -> Dl4jBackbone.of(network, List.of("b", "last"), true, true))
                .isInstanceOf(UserInputException.class)
                .hasMessage(
                        """
                        DL4J network has vertex[lrn] LocalResponseNormalization, which has no counterpart among the operations here
                        DL4J network has vertex[b] ConvolutionLayer, which has activation[tanh]; known: identity, relu, leakyrelu of 0.01, swish, sigmoid
                        DL4J network has vertex[separable] SeparableConvolution2D, which has no counterpart among the operations here
                        DL4J network has vertex[average] SubsamplingLayer, which pools by AVG, not MAX
                        DL4J network has vertex[dilated] ConvolutionLayer, which has dilation[2, 2]; it must be [1, 1]
                        DL4J network has vertex[product] ElementWiseVertex, which is Product, not Add
                        DL4J network has vertex[zeros] ZeroPaddingLayer in front of vertex[pool] SubsamplingLayer; zeros can be added in front of a convolution only""");
        assertThat(Dl4jBackbone.of(network, List.of("a"), true, true).outputs()).hasToString("[C2:8]");
    }

    @Test
    void zooXceptionsSeparableConvolutionsAreNamedOneByOne() {
        ComputationGraph network = Xception.builder()
                .numClasses(2)
                .inputShape(new int[] {3, 96, 96})
                .build()
                .init();

        assertThatThrownBy(() -> Dl4jBackbone.of(network))
                .isInstanceOfSatisfying(UserInputException.class, e -> assertThat(e.problems())
                        .hasSize(34) // as many as the paper's figure 5 has
                        .allSatisfy(problem -> assertThat(problem.what()).contains("SeparableConvolution2D")));
    }

    @Test
    void outputsThatDoNotFitAreRefused() {
        ComputationGraph network = Dl4jNetworks.everything();

        assertThatThrownBy(() -> Dl4jBackbone.of(network, List.of("stem/act", "norm2", "global", "none"), true, true))
                .hasMessage(
                        """
                        DL4J network names vertex[global], which makes no map
                        DL4J network names vertex[none], which the network does not have
                        DL4J network has strides [2, 8] at vertices [stem/act, norm2]; each must be a power of two and twice the one before""");
    }

    @Test
    void aNetworkOnGreyImagesIsRefused() {
        ComputationGraph network = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("images")
                .setInputTypes(InputType.convolutional(32, 32, 1))
                .addLayer(
                        "a",
                        Dl4jNetworks.conv(3, 4, 8).activation(Activation.RELU).build(),
                        "images")
                .setOutputs("a")
                .build());

        assertThatThrownBy(() -> Dl4jBackbone.of(network))
                .hasMessage(
                        "DL4J network has vertex[a] ConvolutionLayer, which takes [1] channels where there are [3]");
    }

    @Test
    void filesThatAreNoneAreRefused(@TempDir Path directory) throws IOException {
        Path text = Files.writeString(directory.resolve("text.zip"), "no zip");
        Path absent = directory.resolve("absent.zip");

        Path layers = directory.resolve("layers.zip");
        MultiLayerNetwork list = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(Dl4jNetworks.conv(3, 4, 8).nIn(3).build())
                .build());
        list.init();
        ModelSerializer.writeModel(list, layers.toFile(), false);
        Path empty = directory.resolve("empty.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(empty))) {
            zip.putNextEntry(new ZipEntry("something"));
        }

        assertRefused(
                layers.toString(),
                "file[" + layers + "] holds no ComputationGraph; a MultiLayerNetwork becomes one by its method"
                        + " toComputationGraph()");
        assertRefused(
                empty.toString(),
                "file[" + empty + "] holds no configuration.json, as files of DL4J's ModelSerializer do");
        assertRefused("", "file[] must name a ComputationGraph in a zip file of DL4J's ModelSerializer");
        assertRefused(text.toString(), "file[" + text + "] is not a zip file");
        assertRefused(absent.toString(), "file[" + absent + "] does not exist");
    }

    private static void assertRefused(String file, String message) {
        assertThatThrownBy(() -> new Dl4jBackbone.Config(file, List.of(), true, true).create())
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage(message);
    }
}
