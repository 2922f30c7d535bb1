package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTest {
    @TempDir
    private Path directory;

    private Path file(String name, float second, float third, String extra) {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        tensors.put("one", new NamedTensor(Shape.of(2), new float[] {1, 2}));
        tensors.put("two", new NamedTensor(Shape.of(1, 2), new float[] {4, second}));
        tensors.put("three", new NamedTensor(Shape.of(1), new float[] {third}));
        if (!extra.isEmpty()) {
            tensors.put(extra, new NamedTensor(Shape.of(1), new float[] {0}));
        }
        Path file = directory.resolve(name);
        Safetensors.write(file, new Weights(tensors));
        return file;
    }

    @Test
    void equalFilesDoNotDepart() {
        Path a = file("a", 2, 3, "");

        CommandRun run = CommandRun.of("diff", a, a);

        assertThat(run.code()).isZero();
        assertThat(run.results())
                .contains("one    absolute 0.000e+00  relative 0.000e+00  [2]\n")
                .endsWith("3 tensors within 0.001 and 1.0E-4 of their scale\n");
    }

    @Test
    void theFirstThatDepartsIsNamed() {
        CommandRun run = CommandRun.of("diff", file("a", 2.5f, 9, ""), file("b", 2, 3, ""));

        assertThat(run.results())
                .contains("two    absolute 5.000e-01  relative 1.250e-01  [1, 2]  departs\n")
                .contains("three  absolute 6.000e+00  relative 2.000e+00  [1]  departs\n")
                .endsWith("the first that departs: two\n");
    }

    @Test
    void bothTolerancesCount() {
        Path a = file("a", 2.0005f, 3, ""); // 5e-4, and 1.25e-4 of 4
        Path b = file("b", 2, 3, "");

        assertThat(CommandRun.of("diff", a, b).results()).endsWith("the first that departs: two\n");
        assertThat(CommandRun.of("diff", a, b, "--relative", 1e-3).results()).contains("3 tensors within");
        assertThat(CommandRun.of("diff", a, b, "--relative", 1e-3, "--absolute", 1e-4)
                        .results())
                .endsWith("the first that departs: two\n");
    }

    @Test
    void aValueThatIsNotANumberDeparts() {
        assertThat(CommandRun.of("diff", file("a", Float.NaN, 3, ""), file("b", 2, 3, ""))
                        .results())
                .endsWith("the first that departs: two\n");
    }

    @Test
    void tensorsOfOneFileOnlyAreListed() {
        Path a = file("a", 2, 3, "left");
        Path b = file("b", 2, 3, "right");

        assertThat(CommandRun.of("diff", a, b).results())
                .contains("tensor[right] is in " + b + " only\n", "tensor[left] is in " + a + " only\n");
    }
}
