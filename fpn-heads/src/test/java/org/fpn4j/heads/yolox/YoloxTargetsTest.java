package org.fpn4j.heads.yolox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.loss.ObjectTable;
import org.junit.jupiter.api.Test;

/** Four cells of stride 8 in an image of 16 x 16, which predict boxes of 8 x 8 around their corners unless told otherwise. */
class YoloxTargetsTest {
    private static final YoloxCells CELLS =
            YoloxCells.of(PyramidSpec.uniform("P", 3, 3, 4), new HeadInputs(16, 16, List.of(Shape.of(1, 4, 2, 2))));
    private static final float[] NONE = {0, 0, 0, 0, ObjectTable.NO_OBJECT};
    private static final float[] LAST = {9, 9, 15, 15, 1}; // in the last cell alone

    private static YoloxTargets targets(double radius) {
        return new YoloxTargets(CELLS, new SimOtaConfig(radius, 3, 10));
    }

    /** Decides for images of two classes, of which everything is as likely as not. */
    private static float[] decide(YoloxTargets targets, float[] shares, float[]... objects) {
        int batch = shares.length;
        int rows = objects.length / batch;
        float[] boxes = new float[batch * 16];
        for (int image = 0; image < batch; image++) {
            System.arraycopy(CELLS.anchors(), 0, boxes, image * 16, 16);
        }
        float[] table = new float[ObjectTable.COLUMNS * objects.length];
        for (int i = 0; i < objects.length; i++) {
            float[] row = Arrays.copyOf(objects[i], ObjectTable.COLUMNS);
            row[5] = objects[i].length > 5 ? objects[i][5] : 1; // the weight
            System.arraycopy(row, 0, table, ObjectTable.COLUMNS * i, ObjectTable.COLUMNS);
        }
        List<Shape> shapes = List.of(
                Shape.of(batch, 4, 4),
                Shape.of(batch, 4, 2),
                Shape.of(batch, 4, 1),
                Shape.of(batch, rows, ObjectTable.COLUMNS),
                Shape.of(batch));
        float[] output = new float[Math.toIntExact(targets.infer(shapes).size())];
        Arrays.fill(output, Float.NaN);
        targets.decide(List.of(boxes, new float[batch * 8], new float[batch * 4], table, shares), shapes, output);
        return output;
    }

    private static float[] column(float[] table, int column) {
        float[] values = new float[table.length / YoloxTargets.COLUMNS];
        IntStream.range(0, values.length).forEach(row -> values[row] = table[row * YoloxTargets.COLUMNS + column]);
        return values;
    }

    private static float[] row(float[] table, int row, int column) {
        int at = row * YoloxTargets.COLUMNS + column;
        return Arrays.copyOfRange(table, at, at + 4);
    }

    @Test
    void theWeightOfAnObjectIsThatOfItsClassAlone() {
        float[] heavy = Arrays.copyOf(LAST, ObjectTable.COLUMNS);
        heavy[5] = 2.5f;
        float[] table = decide(targets(0.5), new float[] {1}, heavy, NONE);

        assertThat(column(table, YoloxTargets.CLASS_WEIGHT)).containsExactly(0, 0, 0, 2.5f);
        assertThat(column(table, YoloxTargets.WEIGHT)).containsExactly(0, 0, 0, 1);
        assertThat(column(table, YoloxTargets.OBJECTNESS_WEIGHT)).containsExactly(1, 1, 1, 1);
    }

    @Test
    void aCellWithAnObjectLearnsItsClassItsBoxAndThatItIsThere() {
        float[] table = decide(targets(0.5), new float[] {1}, LAST, NONE);

        assertThat(column(table, YoloxTargets.CLASS)).containsExactly(-1, -1, -1, 1);
        assertThat(column(table, YoloxTargets.OBJECT)).containsExactly(-1, -1, -1, 0);
        assertThat(column(table, YoloxTargets.OBJECTNESS)).containsExactly(0, 0, 0, 1);
        assertThat(column(table, YoloxTargets.OBJECTNESS_WEIGHT)).containsExactly(1, 1, 1, 1);
        assertThat(column(table, YoloxTargets.WEIGHT)).containsExactly(0, 0, 0, 1);
        assertThat(row(table, 3, YoloxTargets.BOX)).containsExactly(9, 9, 15, 15);
        // the middle 12 is half a stride behind the corner at 8, and 6 is 3/4 of a stride
        assertThat(row(table, 3, YoloxTargets.RAW))
                .containsExactly(
                        new float[] {0.5f, 0.5f, (float) Math.log(0.75), (float) Math.log(0.75)}, within(1e-6f));
        // 3 x 3 in common of 6 x 6 and 8 x 8
        assertThat(column(table, YoloxTargets.OVERLAP)).containsExactly(new float[] {0, 0, 0, 9f / 91}, within(1e-6f));
    }

    @Test
    void whereNoObjectIsOnlyObjectnessCounts() {
        float[] table = decide(targets(2.5), new float[] {1}, NONE, NONE);

        assertThat(column(table, YoloxTargets.CLASS)).containsOnly(-1);
        assertThat(column(table, YoloxTargets.OBJECTNESS)).containsOnly(0);
        assertThat(column(table, YoloxTargets.OBJECTNESS_WEIGHT)).containsOnly(1);
        assertThat(column(table, YoloxTargets.WEIGHT)).containsOnly(0);
        assertThat(row(table, 0, YoloxTargets.BOX)).containsExactly(0, 0, 1, 1);
    }

    @Test
    void cellsInIgnoredRegionsAreNoNegativesButMayHaveObjects() {
        float[] ignored = {0, 0, 16, 7, ObjectTable.IGNORED};

        float[] table = decide(targets(0.5), new float[] {1}, ignored, new float[] {1, 1, 7, 7, 0});

        assertThat(column(table, YoloxTargets.OBJECTNESS_WEIGHT)).containsExactly(1, 0, 1, 1);
        assertThat(column(table, YoloxTargets.CLASS)).containsExactly(0, -1, -1, -1);
    }

    @Test
    void weightsAreDividedByTheCellsWithObjectsOfAllImagesThatCount() {
        float[] first = {1, 1, 7, 7, 0};

        float[] table = decide(targets(0.5), new float[] {0.5f, 0.5f, 0}, first, LAST, first, NONE, first, LAST);

        float[] weights = column(table, YoloxTargets.OBJECTNESS_WEIGHT);
        assertThat(Arrays.copyOfRange(weights, 0, 8)).containsOnly(0.5f / 3);
        assertThat(Arrays.copyOfRange(weights, 8, 12)).containsOnly(0);
    }

    @Test
    void aCellWhoseMiddleIsNotInTheObjectIsTakenLast() {
        // the last cell overlaps it most; the first alone has its middle in it
        float[] table = decide(targets(2.5), new float[] {1}, new float[] {0, 0, 11, 11, 0}, NONE);

        assertThat(column(table, YoloxTargets.CLASS)).containsExactly(0, -1, -1, -1);
    }

    @Test
    void aCellFarFromTheMiddleOfTheObjectIsTakenLast() {
        // all middles are in it; the last is the one around its middle (11, 11)
        float[] table = decide(targets(0.5), new float[] {1}, new float[] {1, 1, 21, 21, 0}, NONE);

        assertThat(column(table, YoloxTargets.CLASS)).containsExactly(-1, -1, -1, 0);
    }

    @Test
    void predictionsThatAreNoNumbersStillGiveATable() {
        float[] table = new float[4 * YoloxTargets.COLUMNS];
        float[] nothing = new float[16];
        Arrays.fill(nothing, Float.NaN);
        float[] objects = {9, 9, 15, 15, 1, 1};

        targets(2.5)
                .decide(
                        List.of(nothing, Arrays.copyOf(nothing, 8), Arrays.copyOf(nothing, 4), objects, new float[] {1
                        }),
                        List.of(
                                Shape.of(1, 4, 4),
                                Shape.of(1, 4, 2),
                                Shape.of(1, 4, 1),
                                Shape.of(1, 1, ObjectTable.COLUMNS),
                                Shape.of(1)),
                        table);

        assertThat(column(table, YoloxTargets.CLASS)).containsExactly(1, -1, -1, -1);
    }

    @Test
    void classTargetsAreOverlapsAtTheClass() {
        float[] table = decide(targets(0.5), new float[] {1}, LAST, NONE);
        float[] scores = new float[8];
        Arrays.fill(scores, Float.NaN);

        ClassTargets targets = new ClassTargets(2);
        targets.decide(List.of(table), List.of(Shape.of(1, 4, YoloxTargets.COLUMNS)), scores);

        assertThat(scores).containsExactly(new float[] {0, 0, 0, 0, 0, 0, 0, 9f / 91}, within(1e-6f));
        assertThat(targets.infer(List.of(Shape.of(1, 4, YoloxTargets.COLUMNS)))).isEqualTo(Shape.of(1, 4, 2));
    }

    @Test
    void inputsOfOtherShapesAreRefused() {
        assertThatThrownBy(() -> targets(1).infer(List.of(Shape.of(1, 5, 4))))
                .hasMessage("yolox targets: inputs do not fit cells[4], got [[1, 5, 4]]");
        assertThatThrownBy(() -> new ClassTargets(2).infer(List.of(Shape.of(1, 5, 4))))
                .hasMessage("class targets: inputs do not fit, got [[1, 5, 4]]");
    }
}
