package org.fpn4j.training.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.training.TinyConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadsTest {
    private static final Path MODELS = Path.of(System.getProperty("fpn.root"), "configs", "models");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"0, 1", "5.9e6, 1", "11.9e6, 1", "12e6, 2", "54e6, 9", "95.9e6, 15", "96e6, 16", "1e12, 16"})
    void everySixMillionMultiplicationsOfAKernelAreWorthAThread(double macs, int expected) {
        assertThat(Threads.resolve(0, macs, 16).count()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 3"})
    void noCoreGetsTwo(int cores, int expected) {
        assertThat(Threads.resolve(0, 1e9, cores).count()).isEqualTo(expected);
    }

    @Test
    void whatIsConfiguredStands() {
        Threads threads = Threads.resolve(7, 1, 2);

        assertThat(threads).isEqualTo(new Threads(7, "as execution.threads says"));
    }

    @Test
    void theReasonNamesWhatDecided() {
        assertThat(Threads.resolve(0, 54e6, 4).reason())
                .isEqualTo("of 4 cores: a kernel has 54.0 million multiply-accumulates on average, and 6 million are "
                        + "worth a thread");
        assertThat(Threads.resolve(0, 1, 1).reason()).startsWith("of 1 core: ");
    }

    @Test
    void smallNetworksGetOneThreadAndResNet50EveryCore() {
        CheckedConfig tiny = CheckedConfig.load(MODELS.resolve("tiny.yaml"), List.of());
        CheckedConfig large =
                CheckedConfig.load(MODELS.resolve("retinanet_r50_fpn.yaml"), List.of("training.batch_size=1"));

        assertThat(tiny.threads().count()).isEqualTo(1);
        assertThat(large.threads().count())
                .isEqualTo(Math.min(Runtime.getRuntime().availableProcessors(), 88)); // 528 million at 800x800
    }

    private static String reason(String model, int batch) {
        String[] sets = {"input.height=128", "input.width=128", "training.batch_size=" + batch};
        return CheckedConfig.load(MODELS.resolve(model), List.of(sets))
                .threads()
                .reason();
    }

    @Test
    void theBatchCounts() {
        assertThat(reason("retinanet_r50_fpn.yaml", 1)).contains("has 13.5 million");
        assertThat(reason("retinanet_r50_fpn.yaml", 4)).contains("has 54.0 million");
    }

    @Test
    void aGroupNormIsAKernelForEachImage() {
        // 85.95 million an image; 127 nodes, 20 of them group norms
        assertThat(reason("tiny.yaml", 1)).contains("has 0.7 million");
        assertThat(reason("tiny.yaml", 8)).contains("has 2.6 million");
    }

    @Test
    void experimentsOfOneProcessHaveOneNumber() {
        List<CheckedConfig> mixed = List.of(
                TinyConfig.load(directory, "execution.threads=1"), TinyConfig.load(directory, "execution.threads=3"));

        assertThatThrownBy(() -> Threads.requireOne(threads(mixed), 2))
                .isInstanceOf(UserInputException.class)
                .hasMessage(
                        "execution: threads[1, 3] of different cells cannot be kept apart by workers[2] of one process\n"
                                + "    execution.threads=1 gives all cells the same number; workers=1 runs one after the other");
        assertThatCode(() -> Threads.requireOne(threads(mixed), 1)).doesNotThrowAnyException();
        assertThatCode(() -> Threads.requireOne(threads(mixed.subList(1, 2)), 2))
                .doesNotThrowAnyException();
    }

    private static Stream<Threads> threads(List<CheckedConfig> configs) {
        return configs.stream().map(CheckedConfig::threads);
    }
}
