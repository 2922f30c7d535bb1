package org.fpn4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.fpn4j.benchmarks.Growth.Point;
import org.fpn4j.experiments.ablation.Ablation;
import org.fpn4j.experiments.cli.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class GrowthTest {
    @TempDir
    private Path folder;

    private static Point point(long size, double seconds) {
        return new Point(size, new MeasuredProcess(seconds, seconds, 1));
    }

    @Test
    void timeThatGrowsAsTheWorkIsLinear() {
        assertThat(Growth.growth(List.of(point(10, 1), point(100, 10)))).isEqualTo("size^1.00, linear or better");
        assertThat(Growth.growth(List.of(point(10, 1), point(100, 2)))).isEqualTo("size^0.30, linear or better");
        assertThat(Growth.growth(List.of(point(1, 9), point(10, 1), point(20, 4))))
                .isEqualTo("size^2.00, worse than linear");
        assertThat(Growth.growth(List.of(point(1, 9)))).isEmpty();
    }

    @Test
    void aShareMakesEverySizeSmallerAndNoneTwice() {
        assertThat(Growth.sized(new long[] {1000, 10_000, 118_000}, 0.01)).containsExactly(10, 100, 1180);
        assertThat(Growth.sized(new long[] {1, 10, 60}, 0.05)).containsExactly(1, 3);
    }

    @Test
    void filesAreWhatTheCommandsRead() throws Exception {
        GrowthFiles files = new GrowthFiles(folder);

        int code = Main.run(
                "score",
                files.annotations(3).toString(),
                files.detections(3, 50).toString(),
                "--json",
                folder.resolve("score.json").toString());

        assertThat(code).isZero();
        assertThat(folder.resolve("score.json")).content().contains("\"AP\"");
    }

    @Test
    void anAblationHasTheCellsThatAreAskedFor() throws Exception {
        Path file = new GrowthFiles(folder).ablation(Path.of("../configs/models/tiny.yaml"), 3);

        assertThat(Ablation.load(file, List.of()).cells()).hasSize(3);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aProcessIsMeasuredToItsEnd() throws Exception {
        MeasuredProcess took = MeasuredProcess.of(List.of("sh", "-c", "sleep 0.3"), folder);

        assertThat(took.seconds()).isBetween(0.3, 30.0);
        assertThat(took.peakMegabytes()).isBetween(0L, 100L);
    }

    @Test
    void aProcessThatFailsSaysWhy() {
        assertThatThrownBy(() -> MeasuredProcess.of(List.of("sh", "-c", "echo no such thing; exit 3"), folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ended with 3:\nno such thing");
    }
}
