package org.fpn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.SingleStep.Held;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.engine.kernel.RefusedException;
import org.fpn4j.engine.plan.Instruction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Max pools of small whole numbers, which have a place in every type: many are equal, and sums are exact. */
@Emulated
class PoolKernelsTest {
    private static float[] numbers(Shape shape, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] numbers = new float[(int) shape.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = random.nextInt(5) - 4;
        }
        return numbers;
    }

    /** The value that each window finds, and the sums of what goes back; the first of equal values wins. */
    private static float[] pool(Operation.MaxPool pool, Shape x, Shape y, float[] values, float[] dy, float[] dx) {
        float[] found = new float[(int) y.size()];
        Arrays.fill(found, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < found.length; i++) {
            int map = i / (y.height() * y.width());
            int top =
                    i / y.width() % y.height() * pool.stride() - pool.padding().top();
            int left = i % y.width() * pool.stride() - pool.padding().left();
            int winner = -1;
            for (int r = Math.max(top, 0); r < Math.min(top + pool.kernel(), x.height()); r++) {
                for (int c = Math.max(left, 0); c < Math.min(left + pool.kernel(), x.width()); c++) {
                    int at = (map * x.height() + r) * x.width() + c;
                    if (values[at] > found[i]) {
                        found[i] = values[at];
                        winner = at;
                    }
                }
            }
            dx[winner] += dy[i];
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource({
        "1,1,1,1,1,1,0",
        "1,1,1,1,3,2,1",
        "2,3,6,7,3,2,1",
        "1,9,8,8,2,2,0",
        "2,12,5,9,3,1,1",
        "1,4,7,7,1,2,0",
        "1,2,9,11,5,3,2",
        "1,3,40,41,16,1,7",
        "1,3,40,41,17,2,8",
        "1,8,1,300,3,2,1",
        "3,260,3,3,2,1,1"
    })
    void windowsFindTheirLargestValueAndSendItsGradientBack(
            int images, int channels, int height, int width, int kernel, int stride, int padding) {
        check(Shape.of(images, channels, height, width), new Operation.MaxPool(kernel, stride, Padding.of(padding)));
    }

    @Test
    void paddingMayBeMoreBelowThanAbove() {
        check(Shape.of(2, 3, 6, 8), new Operation.MaxPool(3, 2, Padding.same(6, 8, 3, 2)));
    }

    private static void check(Shape map, Operation.MaxPool pool) {
        Shape pooled = pool.infer(List.of(map));
        float[] x = numbers(map, 1);
        float[] dy = numbers(pooled, 2);
        float[] dx = new float[x.length];
        float[] y = pool(pool, map, pooled, x, dy, dx);
        for (ElementType type : List.of(ElementType.FLOAT32, ElementType.BFLOAT16)) {
            try (SingleStep steps = new SingleStep(type)) {
                Held held = steps.held(map, x);

                List<Held> made = steps.run(new Instruction.Forward(pool), List.of(held), List.of(pooled, pooled));
                List<Held> gradient = steps.run(
                        new Instruction.Backward(pool),
                        List.of(held, made.get(1), steps.held(pooled, dy)),
                        List.of(map));

                assertThat(steps.values(made.get(0))).isEqualTo(y);
                assertThat(steps.values(gradient.get(0))).isEqualTo(dx);
                steps.assertFilledUpWithZeros(made.get(0));
                steps.assertFilledUpWithZeros(gradient.get(0));
            }
        }
    }

    @Test
    void whatIsNotANumberWins() {
        Operation.MaxPool pool = new Operation.MaxPool(2, 2, Padding.NONE);
        Shape map = Shape.of(1, 1, 2, 4);
        Shape pooled = Shape.of(1, 1, 1, 2);
        try (SingleStep steps = new SingleStep(ElementType.FLOAT32)) {
            List<Held> made = steps.run(
                    new Instruction.Forward(pool),
                    List.of(steps.held(map, 1, Float.NaN, 3, 4, 2, 9, 5, 6)),
                    List.of(pooled, pooled));

            assertThat(steps.values(made.get(0))).containsExactly(Float.NaN, 6);
        }
    }

    @Test
    void winnersTakeAByteEachWhereWindowsAreSmall() {
        Shape map = Shape.of(2, 9, 5, 7);

        assertThat(winners(16).bytes(map)).isEqualTo(2 * 16 * 5 * 7);
        assertThat(winners(17).bytes(map)).isEqualTo(4 * 2 * 16 * 5 * 7);
        assertThat(winners(17)).hasToString("winners as ints").isNotEqualTo(winners(16));
    }

    private static PoolKernels.Winners winners(int kernel) {
        return PoolKernels.Winners.of(ElementType.BFLOAT16, new Operation.MaxPool(kernel, 2, Padding.NONE));
    }

    @Test
    void winnersOfOthersAreRefused() {
        Operation.MaxPool pool = new Operation.MaxPool(2, 2, Padding.NONE);
        Shape map = Shape.of(1, 1, 2, 2);
        Shape pooled = Shape.of(1, 1, 1, 1);
        try (SingleStep steps = new SingleStep(ElementType.FLOAT32)) {
            List<Held> inputs = List.of(steps.held(map, 1, 2, 3, 4), steps.held(pooled, 3), steps.held(pooled, 1));

            assertThatThrownBy(() -> steps.run(new Instruction.Backward(pool), inputs, List.of(map)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("the winners of this max pool are not the device's");
        }
    }
}
