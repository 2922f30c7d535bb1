package org.fpn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.SingleStep.Held;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.engine.plan.Instruction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Resizes of small whole numbers, whose sums are exact in every type. */
@Emulated
class ResizeKernelsTest {
    private static float[] numbers(Shape shape, int most) {
        SplittableRandom random = new SplittableRandom(shape.size());
        float[] numbers = new float[(int) shape.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = random.nextInt(2 * most + 1) - most;
        }
        return numbers;
    }

    private static int source(int index, Shape x, Shape y) {
        long map = index / (y.height() * y.width());
        long row = (long) (index / y.width() % y.height()) * x.height() / y.height();
        long column = (long) (index % y.width()) * x.width() / y.width();
        return (int) ((map * x.height() + row) * x.width() + column);
    }

    @ParameterizedTest
    @CsvSource({
        "1,1,1,1,1,1",
        "2,3,6,7,12,14",
        "2,9,6,7,12,13",
        "1,12,6,7,11,13",
        "1,3,5,9,1,1",
        "1,8,1,1,9,6",
        "2,4,6,7,3,7",
        "1,16,9,10,4,5",
        "1,5,13,1,31,1",
        "1,260,3,2,5,7",
        "1,1,1,40000,1,70001",
        "1,1,1,70001,1,65536"
    })
    void cellsComeFromWhereTheDefinitionSays(
            int images, int channels, int height, int width, int toHeight, int toWidth) {
        Shape map = Shape.of(images, channels, height, width);
        Shape resized = Shape.of(images, channels, toHeight, toWidth);
        Operation resize = new Operation.ResizeNearest(toHeight, toWidth);
        float[] x = numbers(map, 100);
        float[] dy = numbers(resized, 1);
        float[] y = new float[dy.length];
        float[] dx = new float[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = x[source(i, map, resized)];
            dx[source(i, map, resized)] += dy[i];
        }
        for (ElementType type : List.of(ElementType.FLOAT32, ElementType.BFLOAT16)) {
            try (SingleStep steps = new SingleStep(type)) {
                List<Held> made =
                        steps.run(new Instruction.Forward(resize), List.of(steps.held(map, x)), List.of(resized));
                List<Held> gradient =
                        steps.run(new Instruction.Backward(resize), List.of(steps.held(resized, dy)), List.of(map));

                assertThat(steps.values(made.get(0))).isEqualTo(y);
                assertThat(steps.values(gradient.get(0))).isEqualTo(dx);
                steps.assertFilledUpWithZeros(made.get(0));
                steps.assertFilledUpWithZeros(gradient.get(0));
            }
        }
    }
}
