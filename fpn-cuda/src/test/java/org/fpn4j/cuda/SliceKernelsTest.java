package org.fpn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.SingleStep.Held;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.engine.plan.Instruction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Emulated
class SliceKernelsTest {
    private record Part(Shape whole, Operation.Slice slice) {
        Shape shape() {
            List<Integer> lengths = new ArrayList<>(whole.dims());
            lengths.set(slice.axis(), slice.to() - slice.from());
            return Shape.of(lengths.stream().mapToInt(Integer::intValue).toArray());
        }

        /** Of the value at a place of the whole: its place in the part, -1 outside. */
        int place(int at) {
            int inner = 1;
            for (int axis = slice.axis() + 1; axis < whole.rank(); axis++) {
                inner *= whole.dim(axis);
            }
            int length = whole.dim(slice.axis());
            int along = at / inner % length - slice.from();
            boolean isInside = along >= 0 && along < slice.to() - slice.from();
            return isInside ? (at / inner / length * (slice.to() - slice.from()) + along) * inner + at % inner : -1;
        }
    }

    static Stream<Arguments> partsAndTypes() {
        Shape map = Shape.of(2, 19, 5, 7);
        return Stream.of(
                        new Part(map, new Operation.Slice(1, 3, 14)), // begins and ends within vectors
                        new Part(map, new Operation.Slice(1, 8, 16)),
                        new Part(map, new Operation.Slice(1, 18, 19)),
                        new Part(map, new Operation.Slice(1, 0, 19)), // all of it
                        new Part(map, new Operation.Slice(2, 1, 4)),
                        new Part(map, new Operation.Slice(3, 6, 7)),
                        new Part(Shape.of(1, 1, 1, 1), new Operation.Slice(1, 0, 1)),
                        new Part(Shape.of(2, 300, 5), new Operation.Slice(2, 1, 5)),
                        new Part(Shape.of(2, 700, 5), new Operation.Slice(1, 30, 641)),
                        new Part(Shape.of(3, 9), new Operation.Slice(1, 0, 2)))
                .flatMap(part ->
                        Stream.of(ElementType.FLOAT32, ElementType.BFLOAT16).map(type -> Arguments.of(part, type)));
    }

    /** Whole numbers that all types hold, none of them 0. */
    private static float[] counted(Shape shape) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = 1 + i % 251;
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("partsAndTypes")
    void aSliceIsTheStretchOfItsAxis(Part part, ElementType type) {
        float[] whole = counted(part.whole);
        float[] expected = new float[Math.toIntExact(part.shape().size())];
        for (int i = 0; i < whole.length; i++) {
            if (part.place(i) >= 0) {
                expected[part.place(i)] = whole[i];
            }
        }
        try (SingleStep steps = new SingleStep(type)) {
            List<Held> made = steps.run(
                    new Instruction.Forward(part.slice), List.of(steps.held(part.whole, whole)), List.of(part.shape()));

            assertThat(steps.values(made.get(0))).isEqualTo(expected);
            steps.assertFilledUpWithZeros(made.get(0));
        }
    }

    @ParameterizedTest
    @MethodSource("partsAndTypes")
    void itsGradientStandsAmongZeros(Part part, ElementType type) {
        float[] dy = counted(part.shape());
        float[] expected = new float[Math.toIntExact(part.whole.size())];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = part.place(i) >= 0 ? dy[part.place(i)] : 0;
        }
        try (SingleStep steps = new SingleStep(type)) {
            List<Held> made = steps.run(
                    new Instruction.Backward(part.slice), List.of(steps.held(part.shape(), dy)), List.of(part.whole));

            assertThat(steps.values(made.get(0))).isEqualTo(expected);
            steps.assertFilledUpWithZeros(made.get(0));
        }
    }
}
