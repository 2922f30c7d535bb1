package org.fpn4j.interop.pretrained;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fpn4j.core.backbone.BackboneConfig;
import org.fpn4j.core.backbone.ResNet;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.neck.Fpn;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every tensor of torchvision's detectors with regions has a place in the same detector here, and no parameter lacks one.
 * Names and shapes are in {@code golden/naming}, made by {@code make_torchvision.py}.
 */
class TorchvisionDictsTest {
    private static final Pattern LINE = Pattern.compile("(\\S+) \\[([\\d,]*)]( whole numbers)?");
    private static final int CLASSES = 90; // and the background

    private final Map<String, NamedTensor> tensors = new LinkedHashMap<>();
    private final Map<String, String> others = new LinkedHashMap<>();

    private void read(String golden) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                getClass().getResourceAsStream("/golden/naming/torchvision_" + golden + ".txt"),
                StandardCharsets.UTF_8))) {
            for (String line : reader.lines().toList()) {
                Matcher matcher = LINE.matcher(line);
                assertThat(matcher.matches()).as(line).isTrue();
                if (matcher.group(3) != null) {
                    others.put(matcher.group(1), "whole numbers");
                } else {
                    Shape shape = Shape.of(Stream.of(matcher.group(2).split(","))
                            .mapToInt(Integer::parseInt)
                            .toArray());
                    tensors.put(matcher.group(1), new NamedTensor(shape, new float[(int) shape.size()]));
                }
            }
        }
    }

    private static void add(List<Parameter> parameters, String name, int... dims) {
        parameters.add(new Parameter(name, Shape.of(dims), new Initializer.Constant(0), Parameter.Role.WEIGHT, true));
    }

    private static void addBiased(List<Parameter> parameters, String scope, int... dims) {
        add(parameters, scope + ".weight", dims);
        add(parameters, scope + ".bias", dims[0]);
    }

    /** A 3x3 convolution, whose bias a norm replaces. */
    private static void addConvolution(List<Parameter> parameters, String scope, boolean norm) {
        if (norm) {
            add(parameters, scope + ".weight", 256, 256, 3, 3);
            Stream.of("weight", "bias", "running_mean", "running_var")
                    .forEach(leaf -> add(parameters, scope + ".norm." + leaf, 256));
        } else {
            addBiased(parameters, scope, 256, 256, 3, 3);
        }
    }

    /** Of a ResNet-50 and an FPN on C2 to C5. */
    private static List<Parameter> bodyAndPyramid(BackboneConfig backbone, NormConfig norm) {
        CostGraph graph = new CostGraph();
        Pyramid stages =
                backbone.create().build(graph.scope("backbone"), graph.input("images", Shape.of(1, 3, 64, 64)));
        new Fpn.Config(256, 2, 5, norm, Activation.NONE).create(stages.spec()).build(graph.scope("neck"), stages);
        return new ArrayList<>(graph.parameters());
    }

    private static List<Parameter> parameters(boolean second, boolean masks) {
        NormConfig norm = second ? new Norms.Batch() : new Norms.FrozenBatch();
        List<Parameter> parameters = bodyAndPyramid(
                new ResNet.Config(50, ResNet.Style.TORCHVISION, 1, norm, 0), second ? norm : new Norms.None());
        for (int i = 0; i < (second ? 2 : 1); i++) {
            addConvolution(parameters, "head.rpn.tower." + i, false);
        }
        addBiased(parameters, "head.rpn.objectness", 3, 256, 1, 1);
        addBiased(parameters, "head.rpn.deltas", 12, 256, 1, 1);
        for (int i = 0; second && i < 4; i++) {
            addConvolution(parameters, "head.box.conv." + i, true);
        }
        addBiased(parameters, "head.box.fc.0", 1024, 256, 7, 7);
        if (!second) {
            addBiased(parameters, "head.box.fc.1", 1024, 1024, 1, 1);
        }
        addBiased(parameters, "head.box.classes", CLASSES + 1, 1024, 1, 1);
        addBiased(parameters, "head.box.deltas", 4 * (CLASSES + 1), 1024, 1, 1);
        if (masks) {
            for (int i = 0; i < 4; i++) {
                addConvolution(parameters, "head.mask.conv." + i, second);
            }
            addBiased(parameters, "head.mask.upsample", 4 * 256, 256, 1, 1);
            addBiased(parameters, "head.mask.logits", CLASSES + 1, 256, 1, 1);
        }
        return parameters;
    }

    @ParameterizedTest
    @CsvSource({
        "fasterrcnn, false, false, 295, 53",
        "fasterrcnn_v2, true, false, 339, 65",
        "maskrcnn, false, true, 307, 53",
        "maskrcnn_v2, true, true, 363, 69"
    })
    void everyTensorHasItsPlace(String golden, boolean second, boolean masks, int count, int counters)
            throws IOException {
        read(golden);
        ForeignWeights file = new ForeignWeights(
                Path.of("theirs.pth"),
                Framework.TORCHVISION,
                "",
                new TorchvisionCheckpoint(new NamedTensors(new Weights(tensors), others, TorchvisionCheckpoint.NAMES)));
        List<Parameter> parameters = parameters(second, masks);

        Fit fit = file.fit(
                new ResNet.Config(),
                parameters,
                name -> true,
                new HeadClasses(CLASSES, () -> Categories.UNKNOWN, ClassOrder.AUTO, Map.of()));

        assertThat(fit.renaming().missing()).isEmpty();
        assertThat(fit.renaming().unexpected()).isEmpty();
        assertThat(fit.renaming().misshapen()).isEmpty();
        assertThat(fit.renaming().taken()).hasSize(count).hasSameSizeAs(parameters);
        assertThat(fit.skipped()).hasSize(counters).allSatisfy((name, what) -> assertThat(name)
                .endsWith(".num_batches_tracked"));
    }
}
