package org.fpn4j.interop.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.fpn4j.bifpn.BiFpn;
import org.fpn4j.bifpn.PoolPadding;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.golden.GoldenFile;
import org.fpn4j.core.golden.GoldenValues;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.neck.NeckNetwork;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Detectors of mmdetection and effdet, {@code golden/naming/make_golden.py}: their weights under our names make our network
 * compute what theirs computes. Values come by formula from their names, so that two tensors that change places show.
 */
class NamingGoldenTest {
    private static final String RESNET18 = "backbone: {type: resnet, depth: 18, norm: {type: batch_norm}}\n";
    private static final String RESNET50 = "backbone: {type: resnet, depth: 50, norm: {type: batch_norm}}\n";
    private static final String RETINA = "type: retina, num_classes: 3, tower: {convs: 2}";
    private static final String FCOS =
            "type: fcos, centerness_on: cls, per_level_scale: true, box_activation: exp, normalize_by_stride: false";

    private static final Map<String, String> MMDET = Map.of(
            "mmdet_retinanet_fpn",
            RESNET18
                    + "neck: {type: fpn, out_channels: 16, min_level: 3, max_level: 5}\n"
                    + "extra_levels: {type: last_level_p6p7, source: c5, relu: false}\n"
                    + "head: {" + RETINA + "}",
            "mmdet_retinanet_pafpn",
            RESNET18
                    + "neck: {type: panet, variant: mmdet, out_channels: 16, min_level: 3, max_level: 5}\n"
                    + "extra_levels: {type: last_level_p6p7, source: p5, relu: false}\n"
                    + "head: {" + RETINA + "}",
            "mmdet_retinanet_pafpn_norm",
            RESNET18
                    + "neck: {type: panet, variant: mmdet, out_channels: 16, norm: {type: batch_norm}}\n"
                    + "extra_levels: {type: none}\n"
                    + "head: {type: retina, num_classes: 3, tower: {convs: 1}}",
            "mmdet_fcos",
            RESNET18
                    + "neck: {type: fpn, out_channels: 16, min_level: 3, max_level: 5}\n"
                    + "extra_levels: {type: last_level_p6p7, source: p5, relu: true}\n"
                    + "head: {" + FCOS
                    + ", num_classes: 3, tower: {convs: 2, bias_with_norm: false, norm: {groups: 4}}}",
            "mmdet_retinanet_fpn_full",
            RESNET50
                    + "neck: {type: fpn}\n"
                    + "extra_levels: {type: last_level_p6p7, source: c5, relu: false}\n"
                    + "head: {type: retina, num_classes: 80}",
            "mmdet_retinanet_pafpn_full",
            RESNET50
                    + "neck: {type: panet, variant: mmdet}\n"
                    + "extra_levels: {type: last_level_p6p7, source: c5, relu: false}\n"
                    + "head: {type: retina, num_classes: 80}",
            "mmdet_fcos_full",
            RESNET50
                    + "neck: {type: fpn}\n"
                    + "extra_levels: {type: last_level_p6p7, source: p5, relu: true}\n"
                    + "head: {" + FCOS + ", num_classes: 80, tower: {bias_with_norm: false}}");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"mmdet_retinanet_fpn_full", "mmdet_retinanet_pafpn_full", "mmdet_fcos_full"})
    void everyTensorOfMmdetectionsPublishedSizesHasItsPlace(String golden) {
        Detector detector = YamlDetector.of(directory, MMDET.get(golden));
        List<Parameter> parameters = detector.cost(256, 256).graph().parameters();

        Renaming renaming = Renaming.of(file(golden), parameters, new MmdetNames(parameters));

        assertComplete(renaming);
        assertThat(renaming.taken())
                .hasSameSizeAs(GoldenFile.read("naming/" + golden + ".json").tensors());
    }

    @ParameterizedTest
    @CsvSource({"mmdet_retinanet_fpn", "mmdet_retinanet_pafpn", "mmdet_retinanet_pafpn_norm", "mmdet_fcos"})
    void outputsAreMmdetections(String golden) {
        Detector detector = YamlDetector.of(directory, MMDET.get(golden));
        List<Parameter> parameters = detector.cost(72, 100).graph().parameters();

        Renaming renaming = Renaming.of(file(golden), parameters, new MmdetNames(parameters));

        assertComplete(renaming);
        assertMatches(golden, detector, Shape.of(2, 3, 72, 100), renaming.taken());
    }

    private static String yolox(double depth, double width, boolean depthwise, int classes) {
        String factors = "depth: " + depth + ", width: " + width + ", depthwise: " + depthwise;
        return "backbone: {type: csp_darknet, " + factors + "}\n"
                + "neck: {type: yolo_pan, out_channels: 0, " + factors + "}\n"
                + "extra_levels: {type: none}\n"
                + "head: {type: yolox, num_classes: " + classes + ", channels: " + (int) (256 * width)
                + ", depthwise: " + depthwise + "}";
    }

    @ParameterizedTest
    @CsvSource({"yolox_nano_full, 0.33, 0.25, true", "yolox_s_full, 0.33, 0.5, false"})
    void everyTensorOfYoloxsSizesHasItsPlace(String golden, double depth, double width, boolean depthwise) {
        Detector detector = YamlDetector.of(directory, yolox(depth, width, depthwise, 80));

        Renaming renaming =
                Renaming.of(file(golden), detector.cost(64, 64).graph().parameters(), new YoloxNames());

        assertComplete(renaming);
        assertThat(renaming.taken())
                .hasSameSizeAs(GoldenFile.read("naming/" + golden + ".json").tensors());
    }

    @ParameterizedTest
    @CsvSource({"yolox, 0.33, false", "yolox_depthwise, 0.67, true"})
    void stagesLevelsAndOutputsAreYoloxs(String golden, double depth, boolean depthwise) {
        Detector detector = YamlDetector.of(directory, yolox(depth, 0.125, depthwise, 3));

        Renaming renaming = Renaming.of(
                steeperNorms(file(golden)), detector.cost(72, 104).graph().parameters(), new YoloxNames());

        assertComplete(renaming);
        assertMatches(golden, detector, Shape.of(2, 3, 72, 104), renaming.taken());
    }

    /** Else swish leaves next to nothing after so many units. */
    private static Weights steeperNorms(Weights file) {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>(file.tensors());
        tensors.replaceAll((name, tensor) -> {
            float[] values = tensor.values().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] *= name.endsWith("bn.weight") ? 1.4f : 1;
            }
            return new NamedTensor(tensor.shape(), values);
        });
        return new Weights(tensors);
    }

    @ParameterizedTest
    @CsvSource({"effdet_d0_even, FAST, 3, 32, 48", "effdet_d0_odd, FAST, 3, 25, 19", "effdet_sum, SUM, 1, 25, 19"})
    void levelsAreEffdets(String golden, BiFpn.Fusion fusion, int repeats, int height, int width) {
        BiFpn.Config config = new BiFpn.Config(
                repeats,
                64,
                3,
                7,
                BiFpn.Topology.BIFPN,
                List.of(),
                true,
                fusion,
                1e-4,
                true,
                PoolPadding.SAME,
                true,
                new Norms.Batch(1e-3, 0.01),
                Activation.SWISH);
        NeckNetwork neck = new NeckNetwork(config, NeckNetwork.stages(3, 40, 112, 320), height, width);
        List<Parameter> parameters = neck.parameters();

        Weights file = file(golden);
        EffdetNames names = new EffdetNames(inNeck(parameters), file.tensors().keySet());
        UnaryOperator<String> bare = name -> names.apply(name).replaceFirst("^neck\\.", "");
        Renaming renaming = Renaming.of(file, parameters, bare);

        assertComplete(renaming);
        Map<String, float[]> stages = new LinkedHashMap<>();
        for (int level = 3; level <= 5; level++) {
            stages.put("C" + level, GoldenValues.input("C" + level, neck.stage(2, level)));
        }
        try (Network network = neck.inference(2, new Weights(renaming.taken()))) {
            GoldenFile.read("naming/" + golden + ".json")
                    .assertMatches(
                            network.outputs(),
                            network.forward(stages, network.outputs().keySet()));
        }
    }

    /** A whole model: its ResNet has torchvision's names, its heads have no place. */
    @Test
    void backboneAndLevelsAreThoseOfEffdetsResdet50() {
        String golden = "effdet_resdet50";
        Detector detector = YamlDetector.of(
                directory,
                RESNET50
                        + "neck: {type: bifpn, repeats: 4, out_channels: 88, separable: false, "
                        + "pool_padding: symmetric, activation: relu}\n"
                        + "extra_levels: {type: none}\n"
                        + "head: {type: retina, num_classes: 3, tower: {convs: 1}}");
        List<Parameter> parameters = detector.cost(128, 192).graph().parameters();
        Map<String, NamedTensor> tensors = new LinkedHashMap<>(file(golden).tensors());
        tensors.put("class_net.predict.conv.weight", new NamedTensor(Shape.of(1), new float[1]));
        Weights file = new Weights(tensors);

        Renaming renaming = Renaming.of(
                file, parameters, new EffdetNames(parameters, file.tensors().keySet()));

        assertThat(renaming.unexpected()).containsExactly("class_net.predict.conv.weight");
        assertThat(renaming.misshapen()).isEmpty();
        assertThat(renaming.missing())
                .containsExactlyElementsOf(parameters.stream()
                        .map(Parameter::name)
                        .filter(name -> name.startsWith("head."))
                        .toList());
        Map<String, NamedTensor> weights =
                new LinkedHashMap<>(Weights.initial(parameters, 0).tensors());
        weights.putAll(renaming.taken());
        assertMatches(golden, detector, Shape.of(2, 3, 128, 192), weights);
    }

    /** A neck's parameters as they are named inside a detector. */
    private static List<Parameter> inNeck(List<Parameter> parameters) {
        return parameters.stream()
                .map(parameter -> new Parameter(
                        "neck." + parameter.name(),
                        parameter.shape(),
                        parameter.initializer(),
                        parameter.role(),
                        parameter.trainable()))
                .toList();
    }

    private static Weights file(String golden) {
        return GoldenValues.weights(
                GoldenFile.read("naming/" + golden + ".json").tensors());
    }

    private static void assertComplete(Renaming renaming) {
        assertThat(renaming.missing()).isEmpty();
        assertThat(renaming.unexpected()).isEmpty();
        assertThat(renaming.misshapen()).isEmpty();
    }

    private static void assertMatches(
            String golden, Detector detector, Shape images, Map<String, NamedTensor> weights) {
        try (Network network = new SameDiffExecutor()
                .compile(
                        detector.inference(images.batch(), images.height(), images.width()),
                        Purpose.INFERENCE,
                        new Weights(weights))) {
            Map<String, float[]> outputs = network.forward(
                    Map.of(Detector.IMAGES, GoldenValues.input(Detector.IMAGES, images)),
                    network.outputs().keySet());
            GoldenFile.read("naming/" + golden + ".json").assertMatches(network.outputs(), outputs);
        }
    }
}
