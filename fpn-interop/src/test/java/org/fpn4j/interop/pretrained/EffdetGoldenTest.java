package org.fpn4j.interop.pretrained;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.backbone.EfficientNet;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.golden.GoldenFile;
import org.fpn4j.core.golden.GoldenValues;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.interop.naming.Renaming;
import org.fpn4j.interop.naming.YamlDetector;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole EfficientDets of effdet on timm's EfficientNet-B0, {@code golden/naming/make_golden.py}, read from files. */
class EffdetGoldenTest {
    private static final Map<String, String> DETECTORS = Map.of(
            "effdet_efficientnet_b0",
            """
            backbone: {type: efficientnet, padding: symmetric, norm: {type: batch_norm, epsilon: 1.0e-5, momentum: 0.1}}
            neck: {type: bifpn, repeats: 2, out_channels: 24, pool_padding: symmetric}
            extra_levels: {type: none}
            head: {type: efficientdet, num_classes: 3, repeats: 2}
            """,
            "effdet_tf_efficientnet_b0",
            """
            backbone: {type: efficientnet}
            neck: {type: bifpn, repeats: 2, out_channels: 24, redundant_bias: true}
            extra_levels: {type: none}
            head: {type: efficientdet, num_classes: 3, repeats: 2, redundant_bias: true}
            """);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"effdet_efficientnet_b0", "effdet_tf_efficientnet_b0"})
    void everyTensorHasItsPlaceAndOutputsAreTheirs(String golden) {
        GoldenFile file = GoldenFile.read("naming/" + golden + ".json");
        Path state = directory.resolve("state.safetensors");
        Safetensors.write(state, GoldenValues.weights(file.tensors()));
        Detector detector = YamlDetector.of(directory, DETECTORS.get(golden));
        List<Parameter> parameters = detector.cost(133, 101).graph().parameters();

        Renaming renaming = ForeignWeights.read(state, Framework.EFFDET, "")
                .fit(
                        new EfficientNet.Config(),
                        parameters,
                        name -> true,
                        new HeadClasses(3, () -> Categories.UNKNOWN, ClassOrder.AUTO, Map.of()))
                .renaming();

        assertThat(renaming.isComplete()).as(renaming.toString()).isTrue();
        assertThat(renaming.taken()).hasSameSizeAs(file.tensors());
        Shape images = Shape.of(2, 3, 133, 101);
        try (Network network = new SameDiffExecutor()
                .compile(detector.inference(2, 133, 101), Purpose.INFERENCE, new Weights(renaming.taken()))) {
            file.assertMatches(
                    network.outputs(),
                    network.forward(
                            Map.of(Detector.IMAGES, GoldenValues.input(Detector.IMAGES, images)),
                            network.outputs().keySet()));
        }
    }
}
