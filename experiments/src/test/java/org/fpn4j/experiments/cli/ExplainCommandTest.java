package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.run.RunDirectory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainCommandTest {
    private static final String BIFPN =
            "neck={type: bifpn, repeats: 1, out_channels: 8, min_level: 3, max_level: 5, norm: {type: group_norm, groups: 4}}";
    private static final String PANET = "neck={type: panet, out_channels: 8, min_level: 3, max_level: 5}";
    private static final String RETINA = "head={type: retina, num_classes: 3, tower: {convs: 1, norm: {type: none}}}";

    @TempDir
    private static Path directory;

    private static Path bifpn;
    private static Path fpn;

    @BeforeAll
    static void train() {
        bifpn = trained("bifpn-0", BIFPN, "training.epochs=3");
        fpn = trained("fpn-0", "training.epochs=1");
    }

    private static Path trained(String name, String... sets) {
        Path run = directory.resolve(name);
        TinyExperiment.run(TinyExperiment.load(directory, sets), new RunDirectory(run))
                .run();
        return run;
    }

    /** A run that may be damaged. */
    private static Path copyOf(Path run, String name) throws IOException {
        Path copy = directory.resolve(name);
        for (String file : List.of("config.yaml", "provenance.json", "classes.json", "metrics.jsonl", "result.json")) {
            Files.createDirectories(copy.resolve("checkpoints"));
            Files.copy(run.resolve(file), copy.resolve(file));
        }
        Files.copy(run.resolve("checkpoints/final.safetensors"), copy.resolve("checkpoints/final.safetensors"));
        return copy;
    }

    private static CommandRun explain(Object... words) {
        List<Object> all = new ArrayList<>(List.of("explain"));
        all.addAll(List.of(words));
        return CommandRun.of(all.toArray());
    }

    private static JsonNode json(CommandRun run) throws IOException {
        assertThat(run.code()).as(run.log()).isZero();
        return new ObjectMapper().readTree(run.results());
    }

    @Test
    void everyPartIsTold() throws IOException {
        JsonNode json = json(explain(bifpn, "--json", "-"));

        assertThat(json.at("/fields")).hasSize(3);
        assertThat(json.at("/fields/0/level").asText()).isEqualTo("P3");
        assertThat(json.at("/fields/0/whole_image").asBoolean()).isTrue(); // a group norm
        assertThat(json.at("/fields/0/after/side_95_px").asInt())
                .isGreaterThanOrEqualTo(json.at("/fields/0/after/side_50_px").asInt())
                .isPositive();
        assertThat(json.at("/field_images").asInt()).isEqualTo(4);
        assertThat(json.get("without_level").fieldNames())
                .toIterable()
                .containsExactly("candidates", "detections", "features");
        assertThat(json.at("/without_level/candidates/P3/AP/verdict").asText()).isEqualTo("not tested");
        JsonNode scored = new ObjectMapper().readTree(bifpn.resolve("eval.json").toFile());
        assertThat(json.at("/all_levels/AP")).isEqualTo(scored.get("AP")); // to the digit
        assertThat(json.at("/objects/count").asInt()).isPositive();
        assertThat(json.at("/fusion/logged").asBoolean()).isTrue();
        assertThat(json.at("/fusion/edges")).hasSize(9);
        assertThat(json.at("/fusion/edges/0/before").asDouble())
                .isCloseTo(1 / 2.0001, within(1e-7)); // single precision
        assertThat(json.at("/fusion/edges/0/edge").asText()).isEqualTo("cell0.P4_td ← C4");
        assertThat(json.at("/paths/nodes").asInt()).isEqualTo(4);
        assertThat(json.at("/paths/edges").asInt()).isEqualTo(9);
        assertThat(json.at("/paths/gradients")).hasSize(9);
        assertThat(json.at("/paths/gradients/0/norm_after").asDouble()).isPositive();
        assertThat(json.at("/findings").toString()).contains("No edge of 9 is dead.");
    }

    @ParameterizedTest
    @ValueSource(strings = {PANET, "neck.out_channels=8"})
    void necksWithoutWeightsAndAnchorsAreExplainedToo(String neck) throws IOException {
        JsonNode json =
                json(explain(trained("retina-" + neck.length(), neck, RETINA, "training.epochs=1"), "--json", "-"));

        assertThat(json.at("/fusion/edges")).isEmpty();
        assertThat(json.at("/findings").toString()).contains("No maps are added by learned weights.");
        assertThat(json.at("/without_level/detections/P5/AP_S").has("difference"))
                .isEqualTo(!json.at("/without_level/detections/P5/AP_S").isNull());
        assertThat(json.at("/paths/laterals").asInt()).isEqualTo(3);
    }

    @Test
    void thePageIsOneFileThatEverybodyCanRead() throws IOException {
        Path html = directory.resolve("page.html");

        CommandRun told = explain(bifpn, "--html", html);

        String page = Files.readString(html);
        assertThat(told.code()).as(told.log()).isZero();
        assertThat(told.results())
                .contains("What each level sees", "What is lost without a level", "Ways through the neck");
        assertThat(Files.size(html)).isLessThan(3_000_000);
        assertThat(page)
                .contains("<h2>Fusion weights over training</h2>", "Shares in neck.cell0", "role=\"img\"")
                .contains("alt=\"pixels that move a cell of P3 after training: half within ")
                .doesNotContain("src=\"http", "href=\"http")
                .doesNotContain(">NaN<");
    }

    @Test
    void seedsAreJudgedTogether() throws IOException {
        Path other = trained("fpn-1", "seed=1", "training.epochs=1");

        JsonNode json = json(explain(fpn, other, "--json", "-"));

        assertThat(json.get("seeds").toString()).isEqualTo("[0,1]");
        assertThat(json.at("/without_level/features/P4/AP/seeds").asInt()).isEqualTo(2);
        assertThat(json.at("/without_level/features/P4/AP/verdict").asText()).isNotEqualTo("not tested");
        assertThat(json.at("/paths/gradients/0/norm_after_sd").isNumber()).isTrue();
    }

    @Test
    void runsThatDifferInMoreThanTheSeedAreRefused() {
        CommandRun told = explain(fpn, bifpn, fpn);

        assertThat(told.code()).isEqualTo(2);
        assertThat(told.log())
                .contains(bifpn + ": differs from " + fpn + " in more than the seed, so the two are not one variant")
                .contains(fpn + ": is the second run with seed[0]; each seed counts once");
    }

    @Test
    void logsOfOlderRunsHoldNoShares() throws IOException {
        Path run = copyOf(bifpn, "older-0");
        Path log = run.resolve("metrics.jsonl");
        Files.write(
                log,
                Files.readAllLines(log).stream()
                        .filter(line -> !line.contains("fusion"))
                        .toList());

        CommandRun told = explain(run);

        assertThat(told.code()).as(told.log()).isZero();
        assertThat(told.results())
                .contains(
                        "The log of a run holds no shares, as logs of older versions do; so the first and the last are read"
                                + " of its weights, and nothing can be called dead.");
    }

    @Test
    void fewEvaluationsAreTold() throws IOException {
        Path run = copyOf(bifpn, "short-0");
        Path log = run.resolve("metrics.jsonl");
        Files.write(
                log,
                Files.readAllLines(log).stream()
                        .filter(line -> !line.startsWith("{\"step\":4,"))
                        .toList());

        assertThat(explain(run).results())
                .contains("A run has fewer than 3 evaluations, so nothing of it can be called dead.");
    }

    @Test
    void aRunThatIsNotFinishedIsRefused() throws IOException {
        Path run = copyOf(fpn, "cut-0");
        Files.delete(run.resolve("result.json"));

        CommandRun told = explain(run);

        assertThat(told.code()).isEqualTo(2);
        assertThat(told.log()).contains(run + ": run is not finished");
    }

    @Test
    void whatIsNoDirectoryIsNamed() {
        CommandRun told = explain(TinyExperiment.write(directory), directory.resolve("nothing"));

        assertThat(told.code()).isEqualTo(2);
        assertThat(told.log())
                .contains(directory.resolve("small.yaml") + ": is a file, not the directory of a run")
                .contains(directory.resolve("nothing") + ": is no directory of a run");
    }

    @Test
    void dataThatAreGoneAreNamed() {
        CommandRun told = explain(fpn, "--set", "data={type: coco, root: " + directory.resolve("gone") + "}");

        assertThat(told.code()).isEqualTo(2);
        assertThat(told.log()).contains(directory.resolve("gone").toString());
    }

    @Test
    void aBatchMayBeLargerThanWhatFieldsAreMeasuredOn() throws IOException {
        Path run = trained(
                "wide-0", "data.train_images=2", "data.val_images=66", "training.batch_size=65", "training.epochs=1");

        JsonNode json = json(explain(run, "--json", "-"));

        assertThat(json.at("/field_images").asInt()).isEqualTo(64);
        assertThat(json.at("/fields/0/before/side_50_px").asInt()).isPositive();
    }

    @Test
    void oneImageIsEnough() throws IOException {
        Path run = trained(
                "one-0", "data.train_images=1", "data.val_images=1", "training.batch_size=2", "training.epochs=1");

        assertThat(json(explain(run, "--json", "-")).at("/field_images").asInt())
                .isEqualTo(1);
    }
}
