package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.engine.execution.KernelLibraries;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of four steps in two epochs. */
class AuditCommandTest {
    private static final String STILL = "execution.kernels=nd4j";
    private static final String TREMBLING = "execution.kernels=trembling";

    @TempDir
    private Path directory;

    private CommandRun audit(Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("audit", TinyExperiment.write(directory)));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray());
    }

    private JsonNode json(int code, Object... more) throws IOException {
        List<Object> arguments = new ArrayList<>(List.of("--json", "-"));
        arguments.addAll(List.of(more));
        CommandRun run = audit(arguments.toArray());
        assertThat(run.code()).as(run.log()).isEqualTo(code);
        return new ObjectMapper().readTree(run.results());
    }

    private CommandRun auditTrembling(Object... more) throws IOException {
        try (ExtraLibrary extra = ExtraLibrary.of(TremblingKernels.class, directory)) {
            assertThat(extra).isNotNull();
            List<Object> arguments = new ArrayList<>(List.of("--set", TREMBLING));
            arguments.addAll(List.of(more));
            return audit(arguments.toArray());
        }
    }

    @Test
    void aTrainingThatRepeatsItsBitsIsToldWithTheirDigest() {
        CommandRun run = audit();
        CommandRun again = audit("--set", "training.loader_threads=2", "--other-set", "training.cache_megabytes=0");

        assertThat(run.code()).as(run.log()).isZero();
        assertThat(run.results())
                .contains("small.yaml twice\nthe same bits in 4 steps\n")
                .containsPattern("SHA-256 of all that the first training could be resumed from then: [0-9a-f]{64}\n")
                .containsPattern("\\d+ tensors were compared: inputs, (\\d+) of the plans' \\1 values, ");
        assertThat(again.code()).as(again.log()).isZero();
        assertThat(again.results().lines().filter(line -> line.startsWith("SHA-256")))
                .isEqualTo(run.results()
                        .lines()
                        .filter(line -> line.startsWith("SHA-256"))
                        .toList());
    }

    @Test
    void aGradientThatTremblesIsNamedWithItsStepAndPlace() throws IOException {
        // both trainings compute it once a step, one after the other: the sixth time is the second's third step
        TremblingKernels.tremble("d(neck.output.P3.weight)", 6, 13);
        Path file = directory.resolve("audit.json");

        CommandRun run = auditTrembling("--json", file);

        JsonNode report = new ObjectMapper().readTree(file.toFile());
        JsonNode first = report.get("first");
        assertThat(run.code()).as(run.log()).isEqualTo(1);
        assertThat(report.get("culprit").asText()).isEqualTo("backward");
        assertThat(first.get("step").asInt()).isEqualTo(3);
        assertThat(first.get("tensor").asText()).isEqualTo("d(neck.output.P3.weight)");
        assertThat(first.get("label").asText()).isEqualTo("convolution backward weights and bias");
        assertThat(first.get("kernel").asText()).startsWith("trembling ");
        assertThat(first.get("values").asInt()).isEqualTo(8 * 8 * 3 * 3);
        assertThat(first.get("differing").asInt()).isEqualTo(1);
        assertThat(first.get("ulps").asInt()).isEqualTo(1);
        assertThat(first.get("first_index")).hasToString("[0,1,1,1]"); // 13 = 9 + 3 + 1
        assertThat(report.get("differences"))
                .extracting(difference -> difference.get("kind").asText() + " "
                        + difference.get("tensor").asText())
                .contains("gradient neck.output.P3.weight", "optimizer/velocity neck.output.P3.weight")
                .allMatch(name -> name.contains("neck.output.P3.weight"));
        assertThat(run.results())
                .contains(
                        """
                        they differ in step 3, after 2 steps of the same bits
                        it begins with the backward pass: the same values gave other gradients
                        first: value d(neck.output.P3.weight) [8, 8, 3, 3]
                        """,
                        "1 of 576 values differ; ",
                        ", 1 ulp\n",
                        "the first at [0, 1, 1, 1]: ");
    }

    @Test
    void aValueThatTremblesOnTheWayForwardIsNamedBeforeAllThatFollows() throws IOException {
        TremblingKernels.tremble("neck.sum_2", 2, 0);

        CommandRun run = auditTrembling();

        assertThat(run.code()).as(run.log()).isEqualTo(1);
        assertThat(run.results())
                .contains(
                        "they differ in step 1\nit begins with the forward pass: ",
                        "first: value neck.sum_2 [4, 8, 8, 8]\n");
    }

    @Test
    void aResumedTrainingIsComparedInEveryStep() throws IOException {
        Object[] everything = {
            "--set", "training.optimizer={type: adamw, learning_rate: 0.001}",
            "--set", "training.ema_decay=0.9",
            "--set", "backbone.norm={type: batch_norm}"
        };
        List<Object> resumed = new ArrayList<>(List.of(everything));
        resumed.addAll(List.of("--resume-at", 2));

        JsonNode whole = json(0, everything);
        JsonNode interrupted = json(0, resumed.toArray());

        assertThat(interrupted.get("same_bits").asBoolean()).isTrue();
        assertThat(interrupted.get("resumed_at").asInt()).isEqualTo(2);
        assertThat(interrupted.get("digest")).isEqualTo(whole.get("digest"));
        assertThat(interrupted.get("tensors").asInt())
                .as("what was resumed is compared, too")
                .isGreaterThan(whole.get("tensors").asInt());
    }

    @Test
    void whatTremblesAfterAResumptionIsNamed() throws IOException {
        TremblingKernels.tremble("d(neck.output.P3.weight)", 6, 0);

        CommandRun run = auditTrembling("--resume-at", 2);

        assertThat(run.code()).as(run.log()).isEqualTo(1);
        assertThat(run.results())
                .contains(
                        ", the second saved and resumed after step 2\n",
                        "they differ in step 3, ",
                        "first: value d(neck.output.P3.weight) ");
    }

    @Test
    void kernelsOfTwoNumbersOfThreadsAreCompared() throws IOException {
        JsonNode report =
                json(0, "--set", STILL, "--other-set", "execution.threads=2", "--tolerance", 0.01, "--steps", 2);

        assertThat(report.get("growth"))
                .extracting(growth -> growth.get("step").asInt())
                .containsExactly(0, 1, 2);
        assertThat(report.get("config")).singleElement().satisfies(difference -> {
            assertThat(difference.get("path").asText()).isEqualTo("execution.threads");
            assertThat(difference.get("values")).hasToString("[\"1\",\"2\"]");
            assertThat(difference.get("places").get(1).asText()).isEqualTo("--set execution.threads=2");
        });
    }

    static boolean hasOneDnn() {
        return KernelLibraries.onClassPath()
                .named("onednn")
                .filter(library -> library.unavailable(Precision.FLOAT32).isEmpty())
                .isPresent();
    }

    @Test
    @EnabledIf("hasOneDnn")
    void otherKernelsAgreeWithinATolerance() throws IOException {
        // float32 through some thirty layers and back in another order of sums, four steps long
        JsonNode report = json(0, "--set", "execution.kernels=onednn", "--other-set", STILL, "--tolerance", 0.01);

        assertThat(report.get("agree").asBoolean()).isTrue();
        assertThat(report.get("same_bits").asBoolean()).isFalse();
        assertThat(report.get("first_other_bits").get("step").asInt()).isEqualTo(1);
        assertThat(report.get("plan_values").get("compared"))
                .isEqualTo(report.get("plan_values").get("of"));
        assertThat(report.get("growth").get(0).get("share").asDouble()).isZero(); // the same starting weights
        assertThat(report.get("growth").get(4).get("share").asDouble()).isBetween(1e-9, 0.01);
    }

    @Test
    @EnabledIf("hasOneDnn")
    void whatIsBeyondTheToleranceIsNamedAndTheStepsGoOn() {
        CommandRun run =
                audit("--set", "execution.kernels=onednn", "--other-set", STILL, "--tolerance", 1e-12, "--steps", 2);

        assertThat(run.code()).as(run.log()).isEqualTo(1);
        assertThat(run.results())
                .containsPattern("step  largest difference, .*\n +0  0.00e\\+00  the same bits\n +1  .*\n +2  .*\n")
                .contains("beyond 1.00e-12 in step 1\nit begins with the forward pass: ");
    }

    @Test
    void configsOfOtherTensorsAreRefusedWithAllThatDiffers() throws IOException {
        Path other = Files.writeString(
                directory.resolve("other.yaml"),
                "base: small.yaml\nneck: {out_channels: 4}\nexecution: {threads: 2}\n");

        CommandRun run = audit(other);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log())
                .containsPattern("other.yaml: cannot agree with .*small.yaml: \\[\\d+] parameters differ: "
                        + "neck.lateral.C5.weight is \\[8, 64, 1, 1] and \\[4, 64, 1, 1], ")
                .containsPattern(
                        "other.yaml:2:8: neck.out_channels\\[4] is \\[8] in the other config: .*small.yaml:4:19\n")
                .containsPattern(
                        "other.yaml:3:13: execution.threads\\[2] is \\[1] in the other config: .*small.yaml:14:13\n")
                .contains("3 problems.");
    }

    @Test
    void otherBatchesAndOptimizersAreRefused() {
        CommandRun batch = audit("--set", "seed=3", "--other-set", "training.batch_size=2");
        CommandRun optimizer = audit("--other-set", "training.optimizer={type: adamw, learning_rate: 0.01}");

        assertThat(batch.code()).isEqualTo(2);
        assertThat(batch.log())
                .contains(
                        "--other-set training.batch_size=2: cannot agree with " + directory.resolve("small.yaml")
                                + ": [",
                        "inputs differ: images is [4, 3, 64, 64] and [2, 3, 64, 64]");
        assertThat(optimizer.code()).isEqualTo(2);
        assertThat(optimizer.log()).contains("[1] parts of a step differ: optimizer is sgd and adamw");
    }

    @Test
    void numbersOfStepsThatAreNotThereAreRefused() {
        CommandRun run = audit("--steps", 5, "--resume-at", 7);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log())
                .contains(
                        "--steps 5: --steps[5] must be from 1 to 4, which is how many the training has",
                        "--resume-at 7: --resume-at[7] must be from 1 to one less than the [5] steps that are compared, "
                                + "so that a step follows",
                        "2 problems.");
        assertThat(audit("--steps", 0).code()).isEqualTo(2);
        assertThat(audit("--resume-at", 4).code()).isEqualTo(2);
    }

    @Test
    void aToleranceIsAShare() {
        CommandRun run = audit("--tolerance", 1);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log())
                .contains(
                        "--tolerance 1.0: --tolerance[1.0] must be above 0 and below 1; without it bits are compared");
    }
}
