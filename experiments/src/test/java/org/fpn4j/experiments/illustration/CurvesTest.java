package org.fpn4j.experiments.illustration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.Shown;
import org.fpn4j.experiments.report.CurvePoint;
import org.fpn4j.experiments.report.LearningCurves;
import org.fpn4j.experiments.run.RunDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurvesTest {
    private static LearningCurves of(Path folder, String... lines) throws IOException {
        Files.write(folder.resolve("metrics.jsonl"), List.of(lines));
        return Curves.of(new RunDirectory(folder), Metrics.coco().in(Shown.TABLES), told -> {});
    }

    @Test
    void everyNumberOfALogIsKeptByItsName(@TempDir Path folder) throws IOException {
        LearningCurves curves = of(
                folder,
                "{\"step\":1,\"epoch\":0,\"lr\":0.1,\"loss\":3,\"losses\":{\"boxes\":2},\"grad_norm\":7,\"skipped\":true}",
                "{\"step\":1,\"epoch\":1,\"metrics\":{\"AP\":0.5,\"AR1\":0.2},\"left_out\":{\"images\":4},\"val_loss\":2.5,"
                        + "\"val_losses\":{\"boxes\":1.5}}");

        assertThat(curves.loss()).containsExactly(new CurvePoint(1, 3));
        assertThat(curves.losses()).containsOnlyKeys("boxes");
        assertThat(curves.metrics().get("AP")).containsExactly(new CurvePoint(1, 0.5));
        assertThat(curves.metrics()).doesNotContainKey("AR1");
        assertThat(curves.others()).containsOnlyKeys("lr", "grad_norm", "val_loss", "val_losses.boxes");
        assertThat(curves.others().get("val_loss")).containsExactly(new CurvePoint(1, 2.5));
    }

    @Test
    void evaluationsOfOtherImagesAreNotTakenForThoseOfValidation(@TempDir Path folder) throws IOException {
        LearningCurves curves = of(
                folder,
                "{\"step\":1,\"split\":\"dev\",\"metrics\":{\"AP\":0.5,\"AP_S\":0.2},\"val_loss\":2,\"best\":true}",
                "{\"step\":1,\"split\":\"val\",\"metrics\":{\"AP\":0.4,\"AP_S\":0.1},\"val_loss\":null}");

        assertThat(curves.metrics().get("AP")).containsExactly(new CurvePoint(1, 0.4));
        assertThat(curves.others().get("dev_AP")).containsExactly(new CurvePoint(1, 0.5));
        assertThat(curves.others()).containsOnlyKeys("dev_AP", "dev_loss");
    }

    @Test
    void aRunWithoutALogHasNoCurves(@TempDir Path folder) {
        LearningCurves curves = Curves.of(new RunDirectory(folder), List.of(), told -> {});

        assertThat(curves).isEqualTo(LearningCurves.NONE);
    }
}
