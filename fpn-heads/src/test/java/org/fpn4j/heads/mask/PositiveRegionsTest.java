package org.fpn4j.heads.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.heads.roi.RegionTargets;
import org.junit.jupiter.api.Test;

class PositiveRegionsTest {
    private static final int VALUES = 4;

    /** Rows whose x1 tells them apart, of these classes. */
    private static float[] table(int... classes) {
        float[] table = new float[classes.length * RegionTargets.COLUMNS];
        for (int i = 0; i < classes.length; i++) {
            table[i * RegionTargets.COLUMNS] = i + 1;
            table[i * RegionTargets.COLUMNS + RegionTargets.CLASS] = classes[i];
            table[i * RegionTargets.COLUMNS + RegionTargets.OBJECT] = classes[i] > 0 ? 0 : -1;
        }
        return table;
    }

    private static float[] decide(int rows, float[] table, float... shares) {
        float[] output = new float[shares.length * rows * RegionTargets.COLUMNS];
        int perImage = table.length / RegionTargets.COLUMNS / shares.length;
        new PositiveRegions(rows, VALUES)
                .decide(
                        List.of(table, shares),
                        List.of(Shape.of(shares.length, perImage, RegionTargets.COLUMNS), Shape.of(shares.length)),
                        output);
        return output;
    }

    private static float[] column(float[] table, int column) {
        float[] values = new float[table.length / RegionTargets.COLUMNS];
        for (int i = 0; i < values.length; i++) {
            values[i] = table[i * RegionTargets.COLUMNS + column];
        }
        return values;
    }

    @Test
    void regionsWithAnObjectStayInTheirOrderAndOthersRepeatThem() {
        float[] positives = decide(3, table(0, 2, 0, 1, -1), 1);

        assertThat(column(positives, 0)).containsExactly(2, 4, 2);
        assertThat(column(positives, RegionTargets.CLASS)).containsExactly(2, 1, -1);
        assertThat(column(positives, RegionTargets.OBJECT)).containsExactly(0, 0, -1);
        assertThat(column(positives, RegionTargets.WEIGHT)).containsExactly(0.125f, 0.125f, 0);
    }

    @Test
    void withoutAnyThereAreRegionsWithoutAreaThatWeighNothing() {
        float[] positives = decide(2, table(0, 0, -1), 1);

        assertThat(column(positives, 0)).containsExactly(0, 0);
        assertThat(column(positives, RegionTargets.CLASS)).containsExactly(-1, -1);
        assertThat(column(positives, RegionTargets.WEIGHT)).containsExactly(0, 0);
    }

    /** Three of both images share the mean; with half of a step's images in the run they weigh half. */
    @Test
    void weightsAreThoseOfAMeanOverTheBatch() {
        float[] table = table(1, 0, 1, 1);

        assertThat(column(decide(2, table, 0.5f, 0.5f), RegionTargets.WEIGHT))
                .containsExactly(0.5f / 3 / VALUES, 0, 0.5f / 3 / VALUES, 0.5f / 3 / VALUES);
        assertThat(column(decide(2, table, 1, 0), RegionTargets.WEIGHT)).containsExactly(0.25f, 0, 0, 0);
    }
}
