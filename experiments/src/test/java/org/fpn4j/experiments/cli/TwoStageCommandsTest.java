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
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.engine.execution.KernelLibraries;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.evaluation.region.RegionUse;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.TwoStages;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.StoredRegions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What the commands make of a detector with two stages. */
class TwoStageCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path directory;

    private static Path config;
    private static Path run;

    @BeforeAll
    static void train() {
        config = TinyExperiment.write(directory);
        run = directory.resolve("run");
        CommandRun training = with(
                List.of("train", config, "--out", run),
                "training.epochs=20",
                "training.evaluate_every=20",
                "training.optimizer={type: adamw, learning_rate: 0.005}");
        assertThat(training.code()).as(training.log()).isZero();
    }

    private static CommandRun with(List<Object> words, String... sets) {
        List<Object> all = new ArrayList<>(words);
        for (String set : TwoStages.sets(sets)) {
            all.add("--set");
            all.add(set);
        }
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
    void evaluatingGivesTheMetricsOfTheTraining() throws IOException {
        JsonNode metrics = json(CommandRun.of("eval", run, "--json", "-"));

        assertThat(metrics.get("AP50"))
                .isEqualTo(JSON.readTree(run.resolve("eval.json").toFile()).get("AP50"));
    }

    @Test
    void itsScoresAreSweptAndItsSuppressionIsItsOwn() throws IOException {
        JsonNode sweep = json(CommandRun.of("sweep", run, "--json", "-"));
        CommandRun refused = CommandRun.of("sweep", run, "--nms", "0.5");

        assertThat(sweep.at("/suppressions")).hasSize(1);
        assertThat(sweep.at("/suppressions/0/nms_threshold").asText()).isEqualTo("of the head");
        assertThat(sweep.at("/suppressions/0/classes/heart/scores")).hasSize(101);
        assertThat(sweep.at("/advice/1").asText()).doesNotContain("nms_threshold");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.log())
                .contains(
                        "--nms: the head decides about overlaps before there are outputs, as its config says",
                        "without --nms the scores alone are swept");
    }

    @Test
    void levelsAreThoseOfTheFirstStage() throws IOException {
        JsonNode levels = json(with(List.of("levels", config, "--json", "-")));

        assertThat(levels.get("head").asText()).isEqualTo("faster_rcnn");
        assertThat(levels.get("levels"))
                .extracting(level -> level.get("cells").asInt())
                .containsExactly(192, 48, 12);
        assertThat(levels.at("/all/recall").asDouble()).isPositive();
    }

    /** It decodes by itself, so no box is known to be of a level. */
    @Test
    void levelsAreTakenOutAsFeaturesAlone() throws IOException {
        JsonNode explained = json(CommandRun.of("explain", run, "--json", "-"));

        assertThat(explained.at("/without_level").fieldNames()).toIterable().containsExactly("features");
        assertThat(explained.at("/fields")).hasSize(3);
    }

    @Test
    void theReportShowsWhichRegionsTheSecondStageLooksAt() throws IOException {
        RegionUse use = StoredRegions.read(new RunDirectory(run).regions());
        long objects = TinyExperiment.data(Experiment.load(config, List.of()))
                .validation()
                .count(ObjectKind.OBJECT);

        assertThat(use.images()).isEqualTo(4);
        assertThat(use.proposals()).containsOnlyKeys("P3", "P4", "P5");
        assertThat(use.proposals().values().stream().mapToLong(Long::longValue).sum())
                .isBetween(4L, 4 * 40L);
        assertThat(use.objects().stream().mapToLong(RegionUse.Objects::count).sum())
                .isEqualTo(objects);
        assertThat(use.objects().stream().mapToLong(RegionUse.Objects::reached).sum())
                .isPositive();
        assertThat(new RunDirectory(run).report())
                .content()
                .contains(
                        "What the second stage looks at", "Each region is pooled from one of P3, P4, P5, by its size.");
    }

    @Test
    void twoTrainingsAreTheSameBits() {
        CommandRun audit = with(List.of("audit", config, "--steps", 3));
        CommandRun resumed = with(List.of("audit", config, "--steps", 3, "--resume-at", 2));

        assertThat(audit.results()).contains("the same bits in 3 steps");
        assertThat(resumed.results()).contains("the same bits in 3 steps");
    }

    static boolean hasInt8() {
        return KernelLibraries.onClassPath().unavailable(Precision.INT8).isEmpty();
    }

    /** Proposals and detections are decided in float32 of what eight bits give, so a score moves as of other heads. */
    @Test
    @EnabledIf("hasInt8")
    void itPredictsInInt8() throws IOException {
        JsonNode float32 = json(CommandRun.of("eval", run, "--json", "-"));
        JsonNode int8 = json(CommandRun.of("eval", run, "--json", "-", "--set", "execution.dtype=int8"));
        JsonNode plan = json(with(List.of("plan", config, "--inference", "--json", "-"), "execution.dtype=int8"));

        assertThat(int8.get("AP50").asDouble()).isCloseTo(float32.get("AP50").asDouble(), within(0.05));
        assertThat(plan.findValuesAsText("format")).anyMatch(format -> format.startsWith("u8:"));
    }

    @Test
    void aPlanNamesItsDecisions() {
        CommandRun plan = with(List.of("plan", config));

        assertThat(plan.code()).as(plan.log()).isZero();
        assertThat(plan.results())
                .contains("proposals", "region_targets", "roi_align")
                .containsPattern("Decisions hold [\\d.]+ M?B of Java's heap\\.");
    }

    @Test
    void tracesHoldRegionsAndDetections() {
        Path out = directory.resolve("trace.safetensors");
        Path picture = directory.resolve("pictures");
        CommandRun data = CommandRun.of(
                "make-data",
                "--out",
                picture,
                "--set",
                "train_images=1",
                "--set",
                "val_images=1",
                "--set",
                "height=64",
                "--set",
                "width=64");

        assertThat(data.code()).as(data.log()).isZero();
        CommandRun trace = CommandRun.of("trace", run, "--input", picture.resolve("val/000001.png"), "--out", out);
        assertThat(trace.code()).as(trace.log()).isZero();
        assertThat(Safetensors.read(out).tensors())
                .containsKeys("head/rpn_objectness", "head/proposals", "head/region_logits", "head/detections");
    }

    @Test
    void theWholeDetectorIsExported() {
        Path file = directory.resolve("model.onnx");

        CommandRun export = CommandRun.of("export", run, "--onnx", file);

        assertThat(export.code()).isZero();
        assertThat(file).isNotEmptyFile();
    }

    @Test
    void aLevelThatTheNeckDoesNotGiveIsRefusedWithItsPlace() {
        CommandRun refused = with(List.of("cost", config), "neck.max_level=4");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.log()).contains("head roi.pool.max_level[5] must be one of the pyramid's levels [P3, P4]");
    }

    @Test
    void moreClassesInTheDataThanInTheHeadAreRefused() {
        CommandRun refused =
                with(List.of("train", config, "--out", directory.resolve("refused")), "head.num_classes=2");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.log()).contains("head num_classes[2] must be >= 3, the number of classes in the data");
    }

    @Test
    void moreObjectsThanThereIsRoomForAreRefused() {
        CommandRun refused =
                with(List.of("train", config, "--out", directory.resolve("crowded")), "head.roi.max_objects=1");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.log())
                .containsPattern(
                        "--set.*: head roi.max_objects\\[1\\] must be >= \\d+, the most objects and ignored regions of an"
                                + " image\n +more than 1: .*\\(image 1\\) \\d+, ");
        assertThat(directory.resolve("crowded")).doesNotExist();
    }

    @Test
    void moreObjectsThanOneOfTheCellsHasRoomForAreRefusedBeforeTheFirst() throws IOException {
        Path ablation = directory.resolve("rooms.yaml");
        Files.writeString(
                ablation,
                """
                name: rooms
                base: small.yaml
                config: {%s}
                axes: {head.roi.max_objects: [16, 1]}
                seeds: [0, 1]
                """
                        .formatted(TwoStages.sets()[0].replaceFirst("=", ": ")));

        CommandRun refused = CommandRun.of("ablate", ablation, "--out", directory.resolve("rooms"));

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.log())
                .contains("head roi.max_objects[1] must be >= ")
                .endsWith("1 problem.\n");
        assertThat(directory.resolve("rooms")).isEmptyDirectory();
    }
}
