package org.fpn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.SingleStep.Held;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.engine.plan.Instruction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Emulated
class ClassKernelsTest {
    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1", "2, 5, 3, 4", "3, 100, 91, 4", "2, 7, 2, 196"})
    void aRowHasTheValuesOfItsClassAndTheyItsGradient(int images, int rows, int classes, int values) {
        float[] x = new float[images * rows * classes * values];
        for (int i = 0; i < x.length; i++) {
            x[i] = i + 1;
        }
        float[] strange = {-1, 0.5f, classes, Float.NaN, Float.NEGATIVE_INFINITY, 1e30f};
        float[] labels = new float[images * rows];
        float[] taken = new float[labels.length * values];
        float[] dx = new float[x.length];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = row % 3 == 1 ? strange[row / 3 % strange.length] : row % classes;
            for (int i = 0; i < values && row % 3 != 1; i++) {
                int at = (row * classes + row % classes) * values + i;
                taken[row * values + i] = x[at];
                dx[at] = x[at];
            }
        }
        Operation take = new Operation.TakeClass(values);
        Shape all = Shape.of(images, rows, classes * values);
        Shape some = Shape.of(images, rows, values);
        try (SingleStep steps = new SingleStep(ElementType.BFLOAT16)) {
            Held own = steps.held(Shape.of(images, rows), labels);

            Held made = steps.run(new Instruction.Forward(take), List.of(steps.held(all, x), own), List.of(some))
                    .get(0);
            Held gradient = steps.run(
                            new Instruction.Backward(take), List.of(own, steps.held(some, taken)), List.of(all))
                    .get(0);

            assertThat(steps.values(made)).as("float32 in a plan of bfloat16").isEqualTo(taken);
            assertThat(steps.values(gradient)).isEqualTo(dx);
        }
    }
}
