package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.fpn4j.core.backbone.ResNet;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.experiments.config.Experiment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code import} and {@code classify} with a small ResNet-18 as torchvision names it, classifier included. */
class ImportCommandTest {
    private static final float[] SCORES = {0, 3, 1, 2};

    @TempDir
    private Path directory;

    private Path state;
    private Path config;

    @BeforeEach
    void writeFiles() throws IOException {
        CostGraph graph = new CostGraph();
        new ResNet.Config(18, ResNet.Style.TORCHVISION, 0.125, new Norms.FrozenBatch(1e-5), 0)
                .create()
                .build(graph, graph.input("images", Shape.of(1, 3, 64, 64)));
        Map<String, NamedTensor> tensors =
                new LinkedHashMap<>(Weights.initial(graph.parameters(), 3).tensors());
        tensors.put("fc.weight", new NamedTensor(Shape.of(4, 64), new float[4 * 64])); // so that the bias alone decides
        tensors.put("fc.bias", new NamedTensor(Shape.of(4), SCORES));
        state = directory.resolve("resnet18.safetensors");
        Safetensors.write(state, new Weights(tensors));
        config = Files.writeString(
                directory.resolve("config.yaml"),
                """
                input: {height: 64, width: 64}
                backbone: {type: resnet, depth: 18, width: 0.125}
                neck: {type: fpn, out_channels: 8}
                head: {type: retina, num_classes: 2, tower: {convs: 1}}
                """);
    }

    @Test
    void aBackboneAloneIsAPartialImport() {
        Path out = directory.resolve("w.safetensors");

        CommandRun run =
                CommandRun.of("import", state, "--from", "torchvision", "--config", config, "--out", out, "--partial");

        assertThat(run.code()).isZero();
        assertThat(run.log())
                .contains("missing neck.lateral.C3.weight: keeps its initial value\n")
                .contains("unexpected fc.weight: left out\n");
        assertThat(run.results())
                .startsWith("100 tensors taken, ")
                .endsWith(" 2 unexpected, 0 misshapen: " + out + "\n");
        assertThat(Safetensors.read(out).tensors().get("backbone.conv1.weight").values())
                .isEqualTo(Safetensors.read(state).tensors().get("conv1.weight").values());
    }

    @Test
    void aFileOfAnotherSizeIsSaidToFitTheConfigThatIsOfThatSize() throws IOException {
        Path wide = Files.writeString(
                directory.resolve("wide.yaml"),
                Files.readString(config).replace("out_channels: 8", "out_channels: 16"));
        Files.writeString(directory.resolve("ablation.yaml"), "name: none\naxes: {}\n");
        Path file = directory.resolve("wide.safetensors");
        Safetensors.write(
                file, Weights.initial(Experiment.load(wide, List.of()).checked().parameters(), 0));
        Path out = directory.resolve("w.safetensors");

        CommandRun run = CommandRun.of("import", file, "--from", "fpn4j", "--config", config, "--out", out);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log())
                .contains("tensor[neck.lateral.C3.weight -> neck.lateral.C3.weight: expected")
                .contains("all of them fit " + wide + ", another size perhaps; --partial takes these");
        assertThat(out).doesNotExist();
    }

    @Test
    void withoutPartialEveryTensorMustFindItsPlace() {
        Path out = directory.resolve("w.safetensors");

        CommandRun run = CommandRun.of("import", state, "--from", "torchvision", "--config", config, "--out", out);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log())
                .contains(state + ": tensor for parameter[neck.lateral.C3.weight] is missing\n")
                .contains(state + ": tensor[fc.bias] has no place in this detector\n")
                .contains(
                        state + ": 100 tensors fit\n    --partial takes these and leaves all other parameters at their"
                                + " initial values\n");
        assertThat(out).doesNotExist();
    }

    @Test
    void aFrameworkThatIsNotKnownIsRefusedWithTheOnesThatAre() {
        CommandRun run = CommandRun.of("import", state, "--from", "caffe", "--config", config, "--out", "w");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log()).contains("torchvision").contains("keras-tfjs");
    }

    @Test
    void aFileOfLabelsByNumberNamesEveryClass() throws IOException {
        Path photo = directory.resolve("photo.png");
        ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", photo.toFile());
        Path labels = Files.writeString(directory.resolve("labels.json"), "{\"0\": \"tench\", \"2\": \"hen\"}");

        CommandRun run = CommandRun.of("classify", state, photo, "--from", "torchvision", "--labels", labels);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log()).contains(labels + ": has no name for class[1]\n");
    }

    @Test
    void aClassifierNamesPictures() throws IOException {
        Path photo = directory.resolve("photo.png");
        ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", photo.toFile());
        Path labels = Files.write(directory.resolve("labels.txt"), List.of("tench", "cock", "hen", "ostrich"));

        CommandRun run = CommandRun.of(
                "classify", state, photo, "--from", "torchvision", "--labels", labels, "--top", 2, "--json", "-");

        assertThat(run.code()).as(run.log()).isZero();
        var guesses = new ObjectMapper().readTree(run.results()).get(0).get("guesses");
        assertThat(guesses.findValuesAsText("name")).containsExactly("cock", "ostrich");
        // e^3 / (1 + e^3 + e + e^2)
        assertThat(guesses.get(0).get("probability").asDouble()).isCloseTo(0.6439, within(1e-4));
    }

    @Test
    void labelsMustBeAsManyAsClasses() throws IOException {
        Path photo = directory.resolve("photo.png");
        ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", photo.toFile());
        Path labels = Files.writeString(directory.resolve("labels.json"), "{\"0\": \"tench\"}");

        CommandRun run = CommandRun.of("classify", state, photo, "--from", "torchvision", "--labels", labels);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log()).isEqualTo(labels + ": names [1] classes, the classifier has [4]\n1 problem.\n");
    }

    @Test
    void aDetectorIsNoClassifier() throws IOException {
        Map<String, NamedTensor> tensors =
                new LinkedHashMap<>(Safetensors.read(state).tensors());
        tensors.remove("fc.weight");
        Safetensors.write(state, new Weights(tensors));
        Path photo = directory.resolve("photo.png");
        ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", photo.toFile());

        CommandRun run = CommandRun.of("classify", state, photo, "--from", "torchvision");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log()).startsWith(state + ": holds no ResNet with its classifier\n");
    }
}
