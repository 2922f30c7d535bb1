package org.fpn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.SingleStep.Held;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.device.Grid;
import org.fpn4j.cuda.emulation.EmulatedDevice;
import org.fpn4j.engine.plan.Instruction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tensors side by side, whose values have a place in every type. */
@Emulated
class ConcatKernelsTest {
    static Stream<Arguments> parts() {
        return Stream.of(
                        channels(3),
                        channels(1, 1),
                        channels(8, 16, 8),
                        channels(16, 3),
                        channels(3, 16),
                        channels(3, 5, 1, 12, 2),
                        channels(1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
                        channels(12, 9, 260))
                .map(parts -> Arguments.of(1, parts));
    }

    private static List<Shape> channels(int... channels) {
        return Arrays.stream(channels).mapToObj(n -> Shape.of(2, n, 3, 5)).toList();
    }

    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of(2, List.of(Shape.of(2, 3, 1, 5), Shape.of(2, 3, 4, 5))),
                Arguments.of(3, List.of(Shape.of(2, 9, 3, 5), Shape.of(2, 9, 3, 1), Shape.of(2, 9, 3, 2))),
                Arguments.of(1, List.of(Shape.of(2, 3, 5), Shape.of(2, 1, 5), Shape.of(2, 7, 5))),
                Arguments.of(2, List.of(Shape.of(2, 3, 5), Shape.of(2, 3, 1))),
                Arguments.of(1, List.of(Shape.of(1, 1, 1), Shape.of(1, 1, 1))),
                Arguments.of(1, List.of(Shape.of(4, 3), Shape.of(4, 2))));
    }

    private static long product(List<Integer> dims) {
        return dims.stream().reduce(1, (a, b) -> a * b);
    }

    @ParameterizedTest
    @MethodSource({"parts", "others"})
    void valuesStandBesideEachOtherAndGradientsApartAgain(int axis, List<Shape> parts) {
        Operation concat = new Operation.Concat(axis);
        Shape whole = concat.infer(parts);
        float[] all = new float[(int) whole.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i % 251 - 125;
        }
        List<float[]> apart = apart(axis, whole, parts, all);
        for (ElementType type : List.of(ElementType.FLOAT32, ElementType.BFLOAT16)) {
            try (SingleStep steps = new SingleStep(type)) {
                List<Held> inputs = new ArrayList<>();
                for (int i = 0; i < parts.size(); i++) {
                    inputs.add(steps.held(parts.get(i), apart.get(i)));
                }

                List<Held> made = steps.run(new Instruction.Forward(concat), inputs, List.of(whole));
                List<Held> gradients =
                        steps.run(new Instruction.Backward(concat), List.of(steps.held(whole, all)), parts);

                assertThat(steps.values(made.get(0))).isEqualTo(all);
                assertThat(gradients).extracting(steps::values).containsExactlyElementsOf(apart);
                made.forEach(steps::assertFilledUpWithZeros);
                gradients.forEach(steps::assertFilledUpWithZeros);
            }
        }
    }

    /** As in rows of more items than a grid has threads: each thread takes several. */
    @Test
    void fewThreadsCopyARowAsWell() {
        Shape row = Shape.of(2, 100);
        float[] values = new float[200];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        try (SingleStep steps = new SingleStep(ElementType.FLOAT32)) {
            Held from = steps.held(row, values);
            Held to = steps.held(row, new float[200]);

            new Launcher(EmulatedDevice.memory().device())
                    .launch(
                            "concat",
                            ElementType.PLAIN,
                            "copy_runs",
                            new Grid(2, 1, 32, 1),
                            from.block(),
                            to.block(),
                            100L,
                            100L,
                            0L,
                            0L,
                            100L)
                    .run();

            assertThat(steps.values(to)).isEqualTo(values);
        }
    }

    /** Parts of rows of the dimensions before the axis. */
    private static List<float[]> apart(int axis, Shape whole, List<Shape> parts, float[] all) {
        int rows = (int) product(whole.dims().subList(0, axis));
        int row = all.length / rows;
        List<float[]> apart = new ArrayList<>();
        int at = 0;
        for (Shape part : parts) {
            float[] values = new float[(int) part.size()];
            int run = values.length / rows;
            for (int i = 0; i < rows; i++) {
                System.arraycopy(all, i * row + at, values, i * run, run);
            }
            apart.add(values);
            at += run;
        }
        return apart;
    }
}
