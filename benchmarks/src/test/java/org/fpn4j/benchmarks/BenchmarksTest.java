package org.fpn4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Benchmarks do what they say, at sizes that take no time. */
class BenchmarksTest {
    @Test
    void decodingFindsObjects() {
        DecodingBenchmark benchmark = new DecodingBenchmark();
        benchmark.size = 128;
        benchmark.candidates = 500;
        benchmark.candidatesPerLevel = 1000;
        benchmark.predict();

        assertThat(benchmark.retina()).hasSizeBetween(100, 300); // at most 300 are kept, random boxes overlap little
        assertThat(benchmark.fcos()).hasSize(100); // so many are kept
    }

    @Test
    void scoringFindsWhatWasMovedALittle() {
        ScoringBenchmark benchmark = new ScoringBenchmark();
        benchmark.images = 10;
        benchmark.classes = 3;
        benchmark.detectionsPerImage = 12;
        benchmark.detect();

        assertThat(benchmark.score().value("AP50")).isBetween(0.2, 0.999);
    }

    @Test
    void loadingAssignsObjects() {
        LoadingBenchmark benchmark = new LoadingBenchmark();
        benchmark.cached = true;
        benchmark.open();

        int positives = 0;
        for (int image = 0; image < 8; image++) {
            positives += benchmark.load().positives();
        }

        assertThat(positives).isPositive();
    }

    @ParameterizedTest
    @EnumSource(KernelBenchmark.Kind.class)
    void kernelsRunOnTheProviderThatIsMeasured(KernelBenchmark.Kind kind) {
        KernelBenchmark benchmark = new KernelBenchmark();
        benchmark.kind = kind;
        benchmark.kernels = "onednn";
        benchmark.size = 8;
        benchmark.compile();

        assertThat(benchmark.forward()).containsKey("y");
        assertThat(benchmark.gradients()).containsKey("loss");
        assertThat(benchmark.steps().stream()
                        .filter(step -> step.startsWith("nd4j"))
                        .toList())
                .allMatch(step -> step.contains("map_to_cells")); // of the loss around what is measured
        benchmark.close();
    }

    @Test
    void optimizersChangeParameters() {
        OptimizerBenchmark benchmark = new OptimizerBenchmark();
        benchmark.parameters = 1000;
        benchmark.create();

        benchmark.sgd();
        float first = benchmark.value();
        benchmark.adamW();

        assertThat(first).isLessThan(1);
        assertThat(benchmark.value()).isLessThan(first);
    }

    @Test
    void memoryIsAdded() {
        MemoryBenchmark benchmark = new MemoryBenchmark();
        benchmark.length = 1000;
        benchmark.fill();

        benchmark.add();

        assertThat(benchmark.add().getFloat(999)).isEqualTo(2);
    }
}
