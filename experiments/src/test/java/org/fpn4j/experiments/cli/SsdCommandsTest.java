package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the commands make of a detector whose negatives are mined. */
class SsdCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEAD =
            "head={type: ssd, num_classes: 3, mining: {min_negatives: 4}, postprocess: {score_threshold: 0.05,"
                    + " max_detections: 20}}";

    @TempDir
    private static Path directory;

    private static Path config;
    private static Path run;

    @BeforeAll
    static void train() {
        config = TinyExperiment.write(directory);
        run = directory.resolve("run");
        CommandRun training = with(List.of("train", config, "--out", run));
        assertThat(training.code()).as(training.log()).isZero();
    }

    private static CommandRun with(List<Object> words) {
        List<Object> all = new ArrayList<>(words);
        all.add("--set");
        all.add(HEAD);
        return CommandRun.of(all.toArray());
    }

    private static JsonNode json(CommandRun command) throws IOException {
        assertThat(command.code()).as(command.log()).isZero();
        return JSON.readTree(command.results());
    }

    @Test
    void itPredictsAtMostTheDetectionsOfItsConfigWithTheClassesOfItsData() throws IOException {
        JsonNode found = json(CommandRun.of("predict", run, "--split", "val", "--json", "-"));

        assertThat(found).isNotEmpty().hasSizeLessThanOrEqualTo(4 * 20).allSatisfy(one -> {
            assertThat(one.get("category_id").asInt()).isBetween(1, 3);
            assertThat(one.get("score").asDouble()).isGreaterThan(0.05);
        });
    }

    @Test
    void levelsTellOfAnchorsOfSeveralShapes() throws IOException {
        JsonNode levels = json(with(List.of("levels", config, "--json", "-")));

        assertThat(levels.get("levels"))
                .extracting(level -> level.get("cells").asInt())
                .containsExactly(8 * 8 * 6, 4 * 4 * 6, 2 * 2 * 6);
        assertThat(levels.at("/all/recall").asDouble()).isEqualTo(1);
    }

    /** C2 to C5 of a ResNet, each as wide as it is. */
    @Test
    void itLearnsOnStagesThatDoNotKnowOfEachOther() {
        CommandRun training =
                with(List.of("train", config, "--out", directory.resolve("stages"), "--set", "neck={type: none}"));

        assertThat(training.code()).as(training.log()).isZero();
    }

    @Test
    void theModelHasItsDecodingInIt() {
        Path model = directory.resolve("model.onnx");

        CommandRun export = CommandRun.of("export", run, "--onnx", model);

        assertThat(export.code()).as(export.log()).isZero();
        assertThat(model).isNotEmptyFile();
    }

    /** Torchvision's, with the background among 91 classes. */
    @ParameterizedTest
    @CsvSource({"ssd300_vgg16, 35641826", "ssdlite320_mobilenet_v3_large, 3440060"})
    void publishedModelsHaveTheParametersOfTheirReferences(String model, long parameters) throws IOException {
        Path file = Path.of(System.getProperty("fpn.root"), "configs", "models", model + ".yaml");

        JsonNode cost = json(CommandRun.of("cost", file, "--json", "-"));

        assertThat(cost.at("/params/total").asLong()).isEqualTo(parameters);
    }

    @Test
    void twoTrainingsAreTheSameBits() {
        CommandRun audit = with(List.of("audit", config, "--steps", 2));

        assertThat(audit.results()).contains("the same bits in 2 steps");
    }

    @Test
    void aPlanNamesItsDecisions() {
        CommandRun plan = with(List.of("plan", config));

        assertThat(plan.code()).as(plan.log()).isZero();
        assertThat(plan.results()).contains("hard_negatives");
    }
}
