package org.fpn4j.heads.centernet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.Golden;
import org.fpn4j.heads.Levels;
import org.fpn4j.heads.loss.CellLoss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Targets on all levels and the loss of heat maps; see {@code golden/centernet/make_golden.py}. */
class CenterNetGoldenTest {
    private static final Golden GOLDEN = Golden.of("centernet");
    private static final PyramidSpec P3_P7 = PyramidSpec.uniform("P", 3, 7, 8);
    private static final GroundTruth OBJECTS = Golden.objects(
            List.of(0, 0, 0, 1, 1),
            new float[] {20, 30, 60, 90, 40, 50, 70, 80, 101, 3, 105, 8, 10, 5, 190, 140, 150, 100, 200, 150});

    private static HeadGeometry geometry() {
        CenterNetConfig config = new CenterNetConfig().withNumClasses(2).withLevels(CenterNetLevels.ALL);
        return config.create(P3_P7).at(Levels.inputs(P3_P7, 1, 150, 200));
    }

    @Test
    void heatOfAllLevelsIsTheReferences() {
        float[] expected = new float[2 * geometry().cells()];
        float[] places = GOLDEN.floats("all/heat/at");
        float[] values = GOLDEN.floats("all/heat/values");
        for (int i = 0; i < places.length; i++) {
            expected[Math.round(places[i])] = values[i];
        }

        ImageTargets targets = geometry().assign(new Scene(OBJECTS, List.of()));

        assertThat(targets.of("heat_map").target()).containsExactly(expected, within(1e-6f)); // float32
        assertThat(targets.of("heat_map").weights()).containsOnly(1);
    }

    @Test
    void peaksAreOnLevelsThatCareAlone() {
        float[] peaks = GOLDEN.floats("all/peaks");

        ImageTargets targets = geometry().assign(new Scene(OBJECTS, List.of()));

        float[] heat = targets.of("heat_map").target();
        int count = 0;
        for (float value : heat) {
            count += value == 1 ? 1 : 0;
        }
        for (float peak : peaks) {
            assertThat(heat[Math.round(peak)]).isEqualTo(1);
        }
        assertThat(peaks).hasSize(count).hasSize(targets.positives());
    }

    @Test
    void distancesOfAllLevelsAreTheReferences() {
        float[] cells = GOLDEN.floats("all/cells");
        float[] objects = GOLDEN.floats("all/objects");
        float[] sides = GOLDEN.floats("all/sides");

        int[] assigned = geometry().assignment(new Scene(OBJECTS, List.of())).objects();
        ImageTargets.Row row = geometry().assign(new Scene(OBJECTS, List.of())).of("box_regression");

        assertThat(Arrays.stream(assigned).filter(object -> object >= 0).count())
                .isEqualTo(cells.length);
        for (int i = 0; i < cells.length; i++) {
            int cell = Math.round(cells[i]);
            assertThat(assigned[cell]).isEqualTo(Math.round(objects[i]));
            assertThat(row.weights()[cell]).isEqualTo(1);
            for (int side = 0; side < 4; side++) {
                float sign = side < 2 ? -1 : 1;
                assertThat(row.target()[4 * cell + side]).isCloseTo(sign * sides[4 * i + side], within(1e-5f));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"paper, 2, 4", "other, 1.5, 3"})
    void lossAndSlopesAreTorchs(String name, double alpha, double beta) {
        float[] values = GOLDEN.floats("loss/" + name + "/values");
        float[] slopes = GOLDEN.floats("loss/" + name + "/slopes");
        float[] logits = new float[75];
        float[] targets = new float[75];
        for (int i = 0; i < 75; i++) {
            logits[i] = -12 + i % 25;
            targets[i] = List.of(0f, 0.6f, 1f).get(i / 25);
        }

        CellLoss loss = CellLoss.gaussianFocal(new Operation.GaussianFocalLoss(alpha, beta), logits, targets, 75);

        for (int i = 0; i < 75; i++) {
            double tolerance = 1e-6 * Math.abs(values[i]) + 1e-12; // targets are float32
            assertThat(loss.values()[i]).as("logit %s", logits[i]).isCloseTo(values[i], within(tolerance));
            assertThat(loss.gradient()[i]).isCloseTo(slopes[i], within(1e-6 * Math.abs(slopes[i]) + 1e-12));
        }
    }
}
