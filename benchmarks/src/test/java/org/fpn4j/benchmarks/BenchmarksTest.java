package org.fpn4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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

        assertThat(benchmark.score().ap50()).isBetween(0.2, 0.999);
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
}
