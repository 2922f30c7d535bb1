package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code trace} writes of a detector that was not trained, and how two such files are compared. */
class TraceCommandTest {
    @TempDir
    private static Path directory;

    private static Path config;
    private static Path weights;

    @BeforeAll
    static void makeWeights() {
        config = TinyExperiment.write(directory);
        weights = directory.resolve("initial.safetensors");
        CommandRun initial = CommandRun.of("weights", config, "--out", weights);
        assertThat(initial.code()).as(initial.log()).isZero();
    }

    @Test
    void traceWritesEveryLevelAndHeadOutput() throws IOException {
        Path input = directory.resolve("input.safetensors");
        float[] pixels = new float[2 * 3 * 64 * 96];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) Math.sin(i);
        }
        Safetensors.write(input, new Weights(Map.of("input", new NamedTensor(Shape.of(2, 3, 64, 96), pixels))));
        Path output = directory.resolve("output.safetensors");
        CommandRun trace = CommandRun.of("trace", config, "--weights", weights, "--input", input, "--out", output);

        assertThat(trace.code()).as(trace.log()).isZero();
        Map<String, String> shapes = Safetensors.read(output).tensors().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().shape().toString()));
        assertThat(shapes)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("features/C2", "[2, 8, 16, 24]"),
                        Map.entry("features/C3", "[2, 16, 8, 12]"),
                        Map.entry("features/C4", "[2, 32, 4, 6]"),
                        Map.entry("features/C5", "[2, 64, 2, 3]"),
                        Map.entry("pyramid/P3", "[2, 8, 8, 12]"),
                        Map.entry("pyramid/P4", "[2, 8, 4, 6]"),
                        Map.entry("pyramid/P5", "[2, 8, 2, 3]"),
                        Map.entry("head/cls_logits", "[2, 126, 3]"),
                        Map.entry("head/box_deltas", "[2, 126, 4]"),
                        Map.entry("head/centerness", "[2, 126, 1]")));
        assertThat(trace.results().lines()).hasSize(10).contains("pyramid/P3 [2, 8, 8, 12]");
    }

    @Test
    void twoVariantsWithTheSameWeightsAreComparedOnAPicture() throws IOException {
        Path picture = directory.resolve("picture.png");
        BufferedImage image = new BufferedImage(70, 60, BufferedImage.TYPE_INT_RGB);
        image.setRGB(20, 30, 0xFF8040);
        ImageIO.write(image, "png", picture.toFile());
        Path weights = directory.resolve("w.safetensors");
        Path paper = directory.resolve("paper.safetensors");
        Path mmdet = directory.resolve("mmdet.safetensors");
        String panet = "neck={type: panet, out_channels: 8, min_level: 3, max_level: 5}";

        CommandRun.of("weights", config, "--set", panet, "--out", weights);
        CommandRun.of("trace", config, "--set", panet, "--weights", weights, "--input", picture, "--out", paper);
        CommandRun.of(
                "trace",
                config,
                "--set",
                panet,
                "--set",
                "neck.variant=mmdet",
                "--weights",
                weights,
                "--input",
                picture,
                "--out",
                mmdet);
        CommandRun diff = CommandRun.of("diff", paper, mmdet);

        assertThat(Safetensors.read(paper).tensors().get("features/C3").shape()).isEqualTo(Shape.of(1, 16, 8, 8));
        assertThat(diff.results()).endsWith("the first that departs: pyramid/P4\n"); // N2 = P2 in both
    }

    @Test
    void traceRefusesAnInputThatIsNone() throws IOException {
        Path input = directory.resolve("grey.safetensors");
        Safetensors.write(input, new Weights(Map.of("input", new NamedTensor(Shape.of(1, 1, 2, 2), new float[4]))));
        Path output = directory.resolve("none.safetensors");
        CommandRun trace = CommandRun.of("trace", config, "--weights", weights, "--input", input, "--out", output);
        assertThat(trace)
                .isEqualTo(new CommandRun(
                        2,
                        "",
                        input + ": tensor[input] has shape [1, 1, 2, 2]\n    expected [N, 3, H, W], normalised\n"
                                + "1 problem.\n"));
        assertThat(output).doesNotExist();
    }
}
