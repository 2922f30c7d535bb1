package org.fpn4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.ConfigLoader;
import org.fpn4j.config.ConfigSchema;
import org.fpn4j.config.LoadedConfig;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.training.config.ExperimentConfig;
import org.fpn4j.training.tracking.TrackedRun;
import org.fpn4j.training.tracking.Tracker;
import org.fpn4j.training.tracking.Tracker.Ending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The walk of docs/adding-a-tracker.md: a tracker that nobody but its own module knows. */
class TrackerFromOutsideTest {
    @TempDir
    private Path directory;

    private LoadedConfig<ExperimentConfig> config(String trackers) throws IOException {
        Path file = Files.writeString(directory.resolve("outside.yaml"), "trackers: " + trackers + "\n");
        return new ConfigLoader().load(ExperimentConfig.class, file, List.of());
    }

    private Tracker open() throws IOException {
        LoadedConfig<ExperimentConfig> config = config("[{type: curve_file, every: 2}]");
        return config.config()
                .trackers()
                .get(0)
                .open(new TrackedRun(config, "outside", "", "key", directory.resolve("run"), told -> {}));
    }

    private List<String> rows() throws IOException {
        return Files.readAllLines(directory.resolve("run/curve.csv"));
    }

    @Test
    void aConfigNamesItBesideOthersAndEditorsKnowIt() throws IOException {
        assertThat(config("[{type: tensorboard}, {type: curve_file}]")
                        .config()
                        .trackers()
                        .get(1))
                .isEqualTo(new CurveFile(10));
        assertThat(ConfigSchema.of(ExperimentConfig.class).toString()).contains("curve_file");
    }

    @Test
    void itsMistakesAreToldWithTheirPlace() {
        assertThatThrownBy(() -> config("[{type: curve_file, every: 0}]"))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining(
                        "outside.yaml:1:31: trackers[0][curve_file] every[0] must be between 1 and 1000000");
    }

    @Test
    void itKeepsEverySecondStepAndAllEvaluations() throws IOException {
        Tracker tracker = open();

        tracker.begin(0, true);
        tracker.stepped(1, Map.of("train/loss", 1.5));
        tracker.stepped(2, Map.of("train/loss", 1.25));
        tracker.evaluated(3, Map.of("val/AP", 0.25));
        tracker.finished(4, Map.of("final/AP/a \"b\"", 0.5));
        tracker.ended(Ending.FINISHED);

        assertThat(rows())
                .containsExactly(
                        "step,name,value",
                        "2,\"train/loss\",1.25",
                        "3,\"val/AP\",0.25",
                        "4,\"final/AP/a \"\"b\"\"\",0.5");
    }

    @Test
    void whatComesAgainIsThereOnce() throws IOException {
        Tracker killed = open();
        killed.begin(0, true);
        killed.stepped(2, Map.of("train/loss", 1.25));
        killed.evaluated(2, Map.of("val/AP", 0.25));
        killed.stepped(4, Map.of("train/loss", 1.0));

        open().begin(2, true); // in the middle of the evaluation

        assertThat(rows()).containsExactly("step,name,value", "2,\"train/loss\",1.25");
    }
}
