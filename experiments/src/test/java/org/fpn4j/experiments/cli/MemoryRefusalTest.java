package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.config.Experiment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryRefusalTest {
    @TempDir
    private Path directory;

    private static CommandRun run(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of(arguments));
        for (String set : List.of("training.batch_size=4096", "input.height=2048", "input.width=2048")) {
            all.addAll(List.of("--set", set));
        }
        return CommandRun.of(all.toArray());
    }

    private static void assertRefused(CommandRun run) {
        assertThat(run.code()).as(run.log()).isEqualTo(2);
        assertThat(run.log())
                .contains("training: batch_size[4096] at input[2048x2048] needs ", "fits; training.accumulation makes")
                .doesNotContain("\tat ");
    }

    @Test
    void aTrainingThatDoesNotFitLeavesNothingBehind() {
        Path out = directory.resolve("run");

        assertRefused(run("train", TinyExperiment.write(directory), "--out", out));

        assertThat(out).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bench", "bench --only train_step", "plan --time 1", "plan --inference --time 1"})
    void measurementsThatDoNotFitAreRefused(String command) {
        List<Object> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.add(TinyExperiment.write(directory));

        assertRefused(run(arguments.toArray()));
    }

    @Test
    void anEvaluationThatDoesNotFitIsRefused() throws Exception {
        Experiment experiment = TinyExperiment.load(directory);
        Path weights = directory.resolve("weights.safetensors");
        Safetensors.write(weights, Weights.initial(experiment.checked().parameters(), 0));

        assertRefused(run("eval", TinyExperiment.write(directory), "--weights", weights));
    }
}
