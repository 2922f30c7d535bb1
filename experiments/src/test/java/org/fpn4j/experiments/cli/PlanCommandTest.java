package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.fpn4j.engine.execution.KernelLibraries;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {
    @TempDir
    private Path directory;

    private CommandRun plan(Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("plan", TinyExperiment.write(directory)));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray());
    }

    private Set<String> providers(Object... more) throws IOException {
        List<Object> arguments = new ArrayList<>(List.of("--json", "-"));
        arguments.addAll(List.of(more));
        CommandRun run = plan(arguments.toArray());
        assertThat(run.code()).as(run.log()).isZero();
        Set<String> providers = new TreeSet<>();
        for (JsonNode step : new ObjectMapper().readTree(run.results()).get("steps")) {
            providers.add(step.get("provider").asText());
        }
        return providers;
    }

    @Test
    void aTrainingPlanGoesForwardAndBackward() {
        CommandRun run = plan();

        assertThat(run.code()).as(run.log()).isZero();
        assertThat(run.results())
                .contains("convolution + bias + relu", "convolution backward weights", "fused of ", " at arena + ")
                .containsPattern("\\d+ steps\\. Arena [\\d.]+ MB; without shared memory it would be [\\d.]+ MB\\.");
    }

    @Test
    void aPlanOfWhatFitsIntoNoMachineIsPrintedToo() throws IOException {
        JsonNode plan = new ObjectMapper()
                .readTree(plan(
                                "--json",
                                "-",
                                "--set",
                                "training.batch_size=4096",
                                "--set",
                                "input={height: 2048, width: 2048}")
                        .results());

        assertThat(plan.get("arena_bytes").asLong()).isGreaterThan(100_000_000_000L);
        assertThat(plan.get("memory_bytes").get("host").asLong())
                .isEqualTo(plan.get("arena_bytes").asLong()
                        + plan.get("kept_bytes").asLong());
        assertThat(plan.get("steps")).isNotEmpty();
    }

    @Test
    void aPlanForInferencePreparesKernelsOnce() {
        CommandRun run = plan("--inference");

        assertThat(run.code()).as(run.log()).isZero();
        assertThat(run.results())
                .startsWith("Once, after parameters were loaded:")
                .contains("\nEvery run:\n", " at kept + ")
                .doesNotContain("backward");
    }

    @Test
    void stepsAreTimedOnRequest() {
        CommandRun run = plan("--time", 1);

        assertThat(run.code()).as(run.log()).isZero();
        assertThat(run.results()).contains("Time by kind, of ").containsPattern("[\\d.]+ ms +[\\d.]+ % +\\d+ x  ");
    }

    @Test
    void kernelsOfNd4jServeEveryStep() throws IOException {
        assertThat(providers("--set", "execution.kernels=nd4j")).containsExactly("nd4j");
    }

    static boolean hasOneDnn() {
        return KernelLibraries.onClassPath()
                .named("onednn")
                .filter(library -> library.unavailable(Precision.FLOAT32).isEmpty())
                .isPresent();
    }

    @Test
    @EnabledIf("hasOneDnn")
    void oneDnnServesAWholeDetector() throws IOException {
        assertThat(providers("--set", "execution.kernels=onednn")).containsExactly("onednn");
        assertThat(providers()).containsExactly("onednn");
    }

    @Test
    @EnabledIf("hasOneDnn")
    void aStepThatFallsBackSaysWhy() {
        CommandRun run = plan("--set", "execution.kernels=onednn", "--set", "head.classification_loss.gamma=1.3");

        assertThat(run.code()).as(run.log()).isZero();
        assertThat(run.results())
                .containsPattern(
                        "focal_loss +nd4j focal loss\n +because onednn has kernels for gamma 0\\.5, 1, 1\\.5 \\.\\.\\., not for 1\\.3\n");
    }

    @Test
    void bfloat16NeedsOneDnn() {
        CommandRun run = plan("--set", "execution.kernels=nd4j", "--set", "execution.dtype=bfloat16");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log())
                .contains("dtype[bfloat16] must be float32 with kernels: nd4j; bfloat16 needs kernels: onednn");
    }
}
