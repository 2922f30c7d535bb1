package org.fpn4j.interop.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.backbone.BackboneConfig;
import org.fpn4j.core.backbone.EfficientNet;
import org.fpn4j.core.backbone.MobileNetV3;
import org.fpn4j.core.backbone.ResNet;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.neck.Fpn;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.interop.dl4j.Dl4jBackbone;
import org.fpn4j.interop.keras.TfjsFiles;
import org.fpn4j.interop.naming.KerasNames;
import org.fpn4j.interop.naming.Renaming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ForeignWeightsTest {
    private static final BackboneConfig RESNET =
            new ResNet.Config(18, ResNet.Style.TORCHVISION, 0.125, new Norms.FrozenBatch(), 0);

    private static final HeadClasses CLASSES = new HeadClasses(2, () -> Categories.UNKNOWN, ClassOrder.AUTO, Map.of());

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "FPN4J, neck.lateral.C4.bias, neck.lateral.C4.bias",
        "TORCHVISION, backbone.fpn.inner_blocks.1.0.bias, neck.lateral.C4.bias",
        "MMDET, neck.lateral_convs.1.conv.bias, neck.lateral.C4.bias",
        "EFFDET, backbone.conv1.weight, backbone.conv1.weight"
    })
    void everyFrameworkHasItsNames(Framework framework, String theirs, String ours) throws IOException {
        List<Parameter> parameters = parameters(RESNET);
        Parameter taker = parameters.stream()
                .filter(parameter -> parameter.name().equals(ours))
                .findFirst()
                .orElseThrow();
        NamedTensor tensor = Weights.initial(List.of(taker), 5).tensors().get(ours);
        Path file = directory.resolve("file.safetensors");
        Safetensors.write(file, new Weights(Map.of(theirs, tensor)));

        Renaming renaming = ForeignWeights.read(file, framework, "")
                .fit(RESNET, parameters, name -> true, CLASSES)
                .renaming();

        assertThat(renaming.taken()).containsOnlyKeys(ours);
        assertThat(renaming.taken().get(ours).values()).isEqualTo(tensor.values());
        assertThat(renaming.unexpected()).isEmpty();
    }

    static Stream<Arguments> families() {
        return Stream.of(
                Arguments.of(Framework.TIMM, new EfficientNet.Config(), ""),
                Arguments.of(Framework.TORCHVISION, new MobileNetV3.Config(), ""));
    }

    /** As the file of a whole classifier: what is behind the features stays over. */
    @ParameterizedTest
    @MethodSource("families")
    void featuresOfAFamilyComeUnderItsOwnNames(Framework framework, BackboneConfig backbone) throws IOException {
        CostGraph graph = new CostGraph();
        backbone.create().build(graph.scope("backbone"), graph.input("images", Shape.of(1, 3, 64, 64)));
        Map<String, NamedTensor> theirs = new TreeMap<>();
        Map<String, NamedTensor> ours = Weights.initial(graph.parameters(), 5).tensors();
        ours.forEach((name, tensor) -> theirs.put(name.substring("backbone.".length()), tensor));
        theirs.put("classifier.bias", new NamedTensor(Shape.of(2), new float[2]));
        theirs.put("bn2.bias", new NamedTensor(Shape.of(2), new float[2]));
        Path file = directory.resolve("family.safetensors");
        Safetensors.write(file, new Weights(theirs));

        Renaming renaming = ForeignWeights.read(file, framework, "")
                .fit(backbone, graph.parameters(), name -> true, CLASSES)
                .renaming();

        assertThat(renaming.taken()).containsOnlyKeys(ours.keySet());
        assertThat(renaming.missing()).isEmpty();
        assertThat(renaming.unexpected()).containsExactlyInAnyOrder("bn2.bias", "classifier.bias");
    }

    @Test
    void namesThatAreNotWantedArePassedOver() throws IOException {
        List<Parameter> parameters = parameters(RESNET);
        Path file = directory.resolve("file.safetensors");
        Safetensors.write(file, Weights.initial(parameters, 5));

        Renaming renaming = ForeignWeights.read(file, Framework.FPN4J, "")
                .fit(RESNET, parameters, name -> name.startsWith("neck."), CLASSES)
                .renaming();

        assertThat(renaming.isComplete()).isTrue();
        assertThat(renaming.taken().keySet())
                .allMatch(name -> name.startsWith("neck."))
                .hasSize(12);
    }

    /** Two anchors, of torchvision's outputs 0, 1, 2 for the ids 1 and 2; rows are ordered by anchor, then by class. */
    @Test
    void rowsOfEveryAnchorAreOrderedAlike() throws IOException {
        Path file = directory.resolve("head.safetensors");
        Map<String, NamedTensor> theirs = new LinkedHashMap<>();
        theirs.put("head.classification_head.cls_logits.weight", new NamedTensor(Shape.of(6, 2, 1, 1), new float[] {
            0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121
        }));
        theirs.put(
                "head.classification_head.cls_logits.bias",
                new NamedTensor(Shape.of(6), new float[] {0, 1, 2, 3, 4, 5}));
        Safetensors.write(file, new Weights(theirs));
        List<Parameter> head = List.of(
                predictor("head.cls_logits.weight", Shape.of(4, 2, 1, 1)),
                predictor("head.cls_logits.bias", Shape.of(4)));
        HeadClasses classes =
                new HeadClasses(2, () -> new Categories(List.of(1L, 2L), List.of("a", "b")), ClassOrder.AUTO, Map.of());

        Fit fit = ForeignWeights.read(file, Framework.TORCHVISION, "").fit(RESNET, head, name -> true, classes);

        assertThat(fit.renaming().isComplete()).isTrue();
        assertThat(fit.renaming().taken().get("head.cls_logits.weight").values())
                .containsExactly(10, 11, 20, 21, 110, 111, 120, 121);
        assertThat(fit.renaming().taken().get("head.cls_logits.bias").values()).containsExactly(1, 2, 4, 5);
        assertThat(fit.remarks()).hasSize(1);
    }

    private static Parameter predictor(String name, Shape shape) {
        return new Parameter(name, shape, new Initializer.Constant(0), Parameter.Role.WEIGHT, true);
    }

    @Test
    void valuesThatAreNotFiniteAreRefused() throws IOException {
        Path file = directory.resolve("diverged.safetensors");
        NamedTensor good = new NamedTensor(Shape.of(2), new float[2]);
        NamedTensor bad = new NamedTensor(Shape.of(3), new float[] {1, Float.NaN, Float.NEGATIVE_INFINITY});
        Safetensors.write(file, new Weights(Map.of("good", good, "bad", bad, "passed.over", bad)));
        List<Parameter> parameters = List.of(predictor("good", Shape.of(2)), predictor("bad", Shape.of(3)));

        assertThatThrownBy(() -> ForeignWeights.read(file, Framework.FPN4J, "")
                        .fit(RESNET, parameters, name -> !name.equals("passed.over"), CLASSES))
                .isInstanceOf(UserInputException.class)
                .hasMessage(file + ": tensor for parameter[bad] has [2] of [3] values that are NaN or infinite\n"
                        + "    a training that diverged leaves such a file; an earlier checkpoint may be whole");
    }

    @ParameterizedTest
    @CsvSource({"'', 0.5", "model, 0.5", "model_ema, 0"})
    void anEntryOfATrainingsCheckpointIsTaken(String entry, float expected) throws URISyntaxException {
        Path file = Path.of(getClass().getResource("/golden/torch/training.pth").toURI());
        List<Parameter> parameters = List.of(predictor("weight", Shape.of(2, 2, 3, 1)), predictor("bias", Shape.of(2)));

        Fit fit =
                ForeignWeights.read(file, Framework.TORCHVISION, entry).fit(RESNET, parameters, name -> true, CLASSES);

        assertThat(fit.renaming().isComplete()).isTrue();
        assertThat(fit.renaming().taken().get("weight").values()[3]).isEqualTo(expected);
        assertThat(fit.skipped()).containsExactly(entry("num_batches_tracked", "whole numbers"));
    }

    @Test
    void whatStandsInATensorsPlaceIsSaid() throws URISyntaxException {
        Path file = Path.of(
                getClass().getResource("/golden/torch/attack_beside.pth").toURI());
        List<Parameter> parameters = List.of(predictor("weight", Shape.of(3)), predictor("other", Shape.of(3)));

        assertThatThrownBy(() -> ForeignWeights.read(file, Framework.TORCHVISION, "")
                        .fit(RESNET, parameters, name -> true, CLASSES))
                .isInstanceOf(UserInputException.class)
                .hasMessage(file + ": key[other] is a value of [posix.system]; expected a tensor for parameter[other]");
    }

    @Test
    void whatACompilerInsertsIsLeftOutOfNames() throws IOException {
        Path file = directory.resolve("compiled.safetensors");
        NamedTensor tensor = new NamedTensor(Shape.of(2), new float[] {1, 2});
        Safetensors.write(file, new Weights(Map.of("_orig_mod.backbone._orig_mod.bias", tensor)));

        Fit fit = ForeignWeights.read(file, Framework.FPN4J, "")
                .fit(RESNET, List.of(predictor("backbone.bias", Shape.of(2))), name -> true, CLASSES);

        assertThat(fit.renaming().isComplete()).isTrue();
        assertThat(fit.remarks())
                .containsExactly("reads names without what a compiler or a parallel training inserts, as _orig_mod");
    }

    @Test
    void aFileWithoutTensorsIsRefused() throws IOException {
        Path file = directory.resolve("empty.safetensors");
        Safetensors.write(file, new Weights(Map.of()));

        assertThatThrownBy(() -> ForeignWeights.read(file, Framework.TORCHVISION, ""))
                .isInstanceOf(UserInputException.class)
                .hasMessage(file + ": holds no tensor of real numbers");
    }

    @Test
    void aKerasResNet50FillsItsBackboneAndNamesPictures() {
        ResNet.Config backbone = new ResNet.Config(50, ResNet.Style.KERAS, 0.125, new Norms.FrozenBatch(1e-3), 0);
        TfjsFiles files = new TfjsFiles();
        UnaryOperator<String> names = new KerasNames();
        Map<String, Parameter> ours = new LinkedHashMap<>();
        parameters(backbone).stream()
                .filter(parameter -> parameter.name().startsWith("backbone."))
                .forEach(parameter -> ours.put(parameter.name(), parameter));
        List<String> theirs = kerasNames();
        for (int i = 0; i < theirs.size(); i++) {
            Shape shape = ours.get(names.apply(theirs.get(i))).shape();
            float[] values = new float[(int) shape.size()];
            Arrays.fill(values, i);
            files.tensor(theirs.get(i), kerasShape(shape), values);
        }
        files.layer("bn_conv1", "BatchNormalization", "\"epsilon\": 0.001");
        files.tensor("fc1000/kernel", "[256, 2]", new float[512]).tensor("fc1000/bias", "[2]", 0, 1);
        ForeignWeights read = ForeignWeights.read(files.write(directory), Framework.KERAS_TFJS, "");

        Renaming renaming = read.fit(
                        backbone, List.copyOf(ours.values()), name -> name.startsWith("backbone."), CLASSES)
                .renaming();
        ResNetClassifier classifier = read.classifier();

        assertThat(renaming.isComplete()).isTrue();
        for (int i = 0; i < theirs.size(); i++) {
            String name = names.apply(theirs.get(i));
            assertThat(renaming.taken().get(name).shape())
                    .as(name)
                    .isEqualTo(ours.get(name).shape());
            assertThat(renaming.taken().get(name).values()).as(name).containsOnly(i);
        }
        assertThat(classifier.backbone()).isEqualTo(backbone);
        assertThat(classifier.classes()).isEqualTo(2);
        assertThat(classifier.probabilities(new float[256])[1]).isCloseTo(0.7311, within(1e-4)); // e / (1 + e)
    }

    /** Every tensor of the network but its classifier's. */
    private static List<String> kerasNames() {
        List<String> units = new ArrayList<>(List.of("conv1 bn_conv1"));
        int[] blocks = {3, 4, 6, 3};
        for (int stage = 2; stage <= 5; stage++) {
            for (int block = 0; block < blocks[stage - 2]; block++) {
                String unit = stage + String.valueOf((char) ('a' + block)) + "_branch";
                for (String branch : block == 0 ? List.of("2a", "2b", "2c", "1") : List.of("2a", "2b", "2c")) {
                    units.add("res" + unit + branch + " bn" + unit + branch);
                }
            }
        }
        List<String> names = new ArrayList<>();
        for (String unit : units) {
            String[] layers = unit.split(" ");
            List.of("kernel", "bias").forEach(leaf -> names.add(layers[0] + "/" + leaf));
            List.of("gamma", "beta", "moving_mean", "moving_variance")
                    .forEach(leaf -> names.add(layers[1] + "/" + leaf));
        }
        return names;
    }

    /** {@code [kH, kW, in, out]} of {@code [out, in, kH, kW]}. */
    private static String kerasShape(Shape shape) {
        return shape.rank() == 4
                ? Shape.of(shape.dim(2), shape.dim(3), shape.dim(1), shape.dim(0))
                        .toString()
                : shape.toString();
    }

    @Test
    void anotherTrainingOfADl4jNetworkFitsItsBackbone() throws IOException {
        ComputationGraph network = dl4j();
        Path structure = directory.resolve("structure.zip");
        ModelSerializer.writeModel(network, structure.toFile(), false);
        network.getLayer("first").getParam("b").assign(0.25f);
        Path trained = directory.resolve("trained.zip");
        ModelSerializer.writeModel(network, trained.toFile(), false);
        Dl4jBackbone.Config backbone =
                new Dl4jBackbone.Config(structure.toString(), List.of("second", "third"), true, true);

        Renaming renaming = ForeignWeights.read(trained, Framework.DL4J, "")
                .fit(backbone, parameters(backbone), name -> true, CLASSES)
                .renaming();

        assertThat(renaming.unexpected()).isEmpty();
        assertThat(renaming.taken().get("backbone.first.bias").values()).containsOnly(0.25f);
        assertThat(renaming.taken()).hasSize(6);
    }

    @Test
    void aKerasModelFitsNoBackboneOfDl4j() throws IOException {
        Path network = directory.resolve("network.zip");
        ModelSerializer.writeModel(dl4j(), network.toFile(), true);
        Path model = new TfjsFiles().tensor("conv1/kernel", "[1, 1, 1, 1]", 1).write(directory);
        Dl4jBackbone.Config backbone =
                new Dl4jBackbone.Config(network.toString(), List.of("second", "third"), true, true);

        assertThatThrownBy(() -> ForeignWeights.read(model, Framework.KERAS_TFJS, "")
                        .fit(backbone, parameters(backbone), name -> true, CLASSES))
                .isInstanceOf(UserInputException.class)
                .hasMessageEndingWith("model.json: is a ResNet, and the config's backbone is none");
    }

    @Test
    void aDl4jNetworkFitsNoOtherBackbone() throws IOException {
        Path file = directory.resolve("network.zip");
        ModelSerializer.writeModel(dl4j(), file.toFile(), false);

        assertThatThrownBy(() -> ForeignWeights.read(file, Framework.DL4J, "")
                        .fit(RESNET, parameters(RESNET), name -> true, CLASSES))
                .isInstanceOf(UserInputException.class)
                .hasMessage(file + ": is a network of DL4J, and the config's backbone is none\n"
                        + "    backbone.type must be dl4j");
    }

    @Test
    void aDl4jNetworkWithoutItsWeightsIsRefused() throws IOException {
        Path whole = directory.resolve("whole.zip");
        Path empty = directory.resolve("empty.zip");
        ModelSerializer.writeModel(dl4j(), whole.toFile(), false);
        try (ZipFile zip = new ZipFile(whole.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(empty))) {
            out.putNextEntry(new ZipEntry("configuration.json"));
            zip.getInputStream(zip.getEntry("configuration.json")).transferTo(out);
            out.putNextEntry(new ZipEntry("coefficients.bin"));
            out.write(new byte[7]);
        }
        Dl4jBackbone.Config backbone =
                new Dl4jBackbone.Config(whole.toString(), List.of("second", "third"), true, true);

        assertThatThrownBy(() -> ForeignWeights.read(empty, Framework.DL4J, "")
                        .fit(backbone, parameters(backbone), name -> true, CLASSES))
                .isInstanceOf(UserInputException.class)
                .hasMessageStartingWith(empty + ": weights cannot be read: ");
    }

    private static ComputationGraph dl4j() {
        ComputationGraph network = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("images")
                .setInputTypes(InputType.convolutional(32, 32, 3))
                .addLayer("first", convolution(2), "images")
                .addLayer("second", convolution(2), "first")
                .addLayer("third", convolution(2), "second")
                .addLayer("classes", new OutputLayer.Builder().nOut(2).build(), "third")
                .setOutputs("classes")
                .build());
        network.init();
        return network;
    }

    private static ConvolutionLayer convolution(int stride) {
        return new ConvolutionLayer.Builder(2, 2)
                .stride(stride, stride)
                .nOut(4)
                .activation(org.nd4j.linalg.activations.Activation.IDENTITY)
                .build();
    }

    /** Of a backbone and, where there are such levels, an FPN on C3-C5. */
    private static List<Parameter> parameters(BackboneConfig config) {
        CostGraph graph = new CostGraph();
        Pyramid stages = config.create().build(graph.scope("backbone"), graph.input("images", Shape.of(1, 3, 64, 64)));
        if (stages.spec().contains(5)) {
            new Fpn.Config().create(stages.spec()).build(graph.scope("neck"), stages);
        }
        return graph.parameters();
    }
}
