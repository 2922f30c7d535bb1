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

/** What the commands make of a detector whose objects are peaks of its finest level. */
class CenterNetCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEAD =
            "head={type: centernet, num_classes: 3, prior: 0.3, postprocess: {max_detections: 20}}";

    @TempDir
    private static Path directory;

    private static Path config;
    private static Path run;

    @BeforeAll
    static void train() {
        config = TinyExperiment.write(directory);
        run = directory.resolve("run");
        CommandRun training = with(List.of(
                "train",
                config,
                "--out",
                run,
                "--set",
                "training.epochs=20",
                "--set",
                "training.evaluate_every=20",
                "--set",
                "training.optimizer={type: adamw, learning_rate: 0.005}"));
        assertThat(training.code()).as(training.log()).isZero();
    }

    private static CommandRun with(List<Object> words) {
        List<Object> all = new ArrayList<>(words);
        all.addAll(List.of("--set", HEAD, "--set", "neck.min_level=2"));
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
            assertThat(one.get("bbox").get(2).asDouble()).isPositive();
        });
    }

    /** Objects are looked for on the finest level, though there are others. */
    @Test
    void levelsTellThatTheFinestAnswersForAll() throws IOException {
        JsonNode levels = json(with(List.of("levels", config, "--json", "-")));

        assertThat(levels.get("levels"))
                .extracting(level -> level.get("cells").asInt())
                .containsExactly(16 * 16, 0, 0, 0);
        assertThat(levels.at("/all/recall").asDouble()).isGreaterThan(0.9); // centres may share a cell
    }

    @Test
    void explainingGoesWithoutEachLevel() throws IOException {
        JsonNode explained = json(CommandRun.of("explain", run, "--json", "-"));

        assertThat(explained.at("/fields")).hasSize(4);
    }

    @Test
    void twoTrainingsAreTheSameBits() {
        CommandRun audit = with(List.of("audit", config, "--steps", 2));

        assertThat(audit.results()).contains("the same bits in 2 steps");
    }

    @Test
    void aPlanThatPredictsNamesItsDecision() {
        CommandRun plan = with(List.of("plan", config, "--inference"));

        assertThat(plan.code()).as(plan.log()).isZero();
        assertThat(plan.results()).contains("peaks");
    }

    @Test
    void theModelHasItsDecodingInIt() {
        Path model = directory.resolve("model.onnx");

        CommandRun export = CommandRun.of("export", run, "--onnx", model);

        assertThat(export.code()).as(export.log()).isZero();
        assertThat(model).isNotEmptyFile();
    }
}
