package org.fpn4j.heads.yolox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the assignment is not told does not change it. */
class CellCostsTest {
    private static final int CLASSES = 3;
    private static final YoloxCells CELLS = YoloxCells.of(
            PyramidSpec.uniform("P", 3, 4, 4),
            new HeadInputs(96, 96, List.of(Shape.of(1, 4, 12, 12), Shape.of(1, 4, 6, 6))));

    private final Random random = new Random(1);
    private final float[] boxes = new float[4 * CELLS.count()];
    private final float[] logits = new float[CLASSES * CELLS.count()];
    private final float[] objectness = new float[CELLS.count()];
    private final List<Box> objects = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();

    private void draw(int count, float side, float spread) {
        for (int i = 0; i < count; i++) {
            float x = 90 * random.nextFloat();
            float y = 90 * random.nextFloat();
            objects.add(new Box(x, y, x + 1 + side * random.nextFloat(), y + 1 + side * random.nextFloat()));
            labels.add(random.nextInt(CLASSES));
        }
        for (int cell = 0; cell < CELLS.count(); cell++) {
            float half = CELLS.strides()[cell] * (0.5f + 2 * random.nextFloat());
            boxes[4 * cell] = CELLS.x()[cell] - half;
            boxes[4 * cell + 1] = CELLS.y()[cell] - half;
            boxes[4 * cell + 2] = CELLS.x()[cell] + half;
            boxes[4 * cell + 3] = CELLS.y()[cell] + half;
            objectness[cell] = spread * (float) random.nextGaussian();
        }
        IntStream.range(0, logits.length).forEach(i -> logits[i] = spread * (float) random.nextGaussian());
    }

    /** All costs by their definition. */
    private double[][] allCosts(SimOtaConfig config, CellCosts known) {
        double[][] costs = new double[objects.size()][known.candidates().length];
        for (int object = 0; object < costs.length; object++) {
            Box box = objects.get(object);
            for (int i = 0; i < costs[object].length; i++) {
                int cell = known.candidates()[i];
                double cost = -config.overlapWeight() * Math.log(known.overlaps()[object][i] + 1e-8);
                for (int label = 0; label < CLASSES; label++) {
                    double p = Math.sqrt(sigmoid(logits[CLASSES * cell + label]) * sigmoid(objectness[cell]));
                    cost -= Math.max(Math.log(label == labels.get(object) ? p : 1 - p), -100);
                }
                boolean inside = CELLS.isIn(cell, box) && CELLS.isAround(cell, box, config.centerRadius());
                costs[object][i] = cost + (inside ? 0 : 100_000);
            }
        }
        return costs;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** Objects of many cells, of about as many as they take, smaller than a cell, and scores of confidence. */
    @ParameterizedTest
    @CsvSource({"1, 60, 1", "6, 60, 1", "6, 25, 1", "12, 8, 1", "4, 2, 1", "6, 40, 4"})
    void theMatchIsThatOfAllCosts(int count, float side, float spread) {
        int infinite = 0;
        for (int scene = 0; scene < 40; scene++) {
            objects.clear();
            labels.clear();
            draw(count, side, spread);
            SimOtaConfig config = new SimOtaConfig();
            CellCosts costs = CellCosts.of(
                    CELLS, config, new CellCosts.Predicted(boxes, logits, objectness, 0, CLASSES), objects, labels);
            SimOta assignment = new SimOta(config.top());
            int cells = costs.candidates().length;

            assertThat(assignment.match(costs.costs(), costs.overlaps(), cells))
                    .isEqualTo(assignment.match(allCosts(config, costs), costs.overlaps(), cells));
            infinite += (int)
                    Arrays.stream(costs.costs()[0]).filter(Double::isInfinite).count();
        }
        if (count > 1 && side > 20) {
            assertThat(infinite).as("cells that were not asked").isPositive();
        }
    }
}
