package org.fpn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.engine.plan.Instruction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Emulated
class DepthwiseKernelsTest {
    /** Values are small whole numbers and their products and sums exact: any order of additions gives the same. */
    private record Case(ElementType type, Shape x, int rows, int columns, int stride, Padding padding, int dilation) {
        Case(ElementType type, Shape x, int rows, int columns, int stride, Padding padding) {
            this(type, x, rows, columns, stride, padding, 1);
        }

        Operation.Convolution convolution() {
            return new Operation.Convolution(stride, padding, x.channels(), dilation);
        }

        Shape kernel() {
            return Shape.of(x.channels(), 1, rows, columns);
        }

        Shape y() {
            return Shape.of(
                    x.batch(),
                    x.channels(),
                    (x.height()
                                            + padding.top()
                                            + padding.bottom()
                                            - convolution().span(rows))
                                    / stride
                            + 1,
                    (x.width()
                                            + padding.left()
                                            + padding.right()
                                            - convolution().span(columns))
                                    / stride
                            + 1);
        }

        /** What is done with each pair of places that meet in a window. */
        private interface Meeting {
            void at(int x, int kernel, int y);
        }

        private void forEach(Meeting meeting) {
            Shape y = y();
            for (int map = 0; map < x.batch() * x.channels(); map++) {
                for (int out = 0; out < y.height() * y.width(); out++) {
                    for (int tap = 0; tap < rows * columns; tap++) {
                        int row = out / y.width() * stride - padding.top() + tap / columns * dilation;
                        int column = out % y.width() * stride - padding.left() + tap % columns * dilation;
                        if (row >= 0 && row < x.height() && column >= 0 && column < x.width()) {
                            meeting.at(
                                    (map * x.height() + row) * x.width() + column,
                                    map % x.channels() * rows * columns + tap,
                                    map * y.height() * y.width() + out);
                        }
                    }
                }
            }
        }
    }

    private record Values(Shape shape, float... values) {}

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (ElementType type : List.of(ElementType.FLOAT32, ElementType.BFLOAT16, ElementType.FLOAT16)) {
            cases.add(new Case(type, Shape.of(1, 2, 1, 1), 1, 1, 1, Padding.NONE));
            cases.add(new Case(type, Shape.of(2, 5, 1, 1), 3, 3, 1, Padding.of(1)));
            cases.add(new Case(type, Shape.of(2, 5, 9, 7), 3, 3, 1, Padding.of(1)));
            cases.add(new Case(type, Shape.of(1, 5, 8, 10), 3, 3, 2, Padding.of(1))); // ends before the padding
            cases.add(new Case(type, Shape.of(3, 4, 8, 10), 3, 3, 2, new Padding(0, 1, 0, 1))); // SAME
            cases.add(new Case(type, Shape.of(1, 3, 9, 6), 2, 3, 3, new Padding(2, 0, 1, 3)));
            cases.add(new Case(type, Shape.of(2, 5, 9, 7), 3, 3, 1, Padding.of(2), 2));
            cases.add(new Case(type, Shape.of(1, 3, 9, 8), 3, 2, 2, new Padding(3, 3, 1, 2), 3));
            cases.add(new Case(type, Shape.of(1, 2, 6, 6), 1, 1, 2, Padding.NONE)); // most cells are never read
            cases.add(new Case(type, Shape.of(2, 9, 11, 12), 5, 5, 1, Padding.of(2))); // taps in three groups
            cases.add(new Case(type, Shape.of(1, 4, 9, 5), 7, 3, 2, new Padding(3, 3, 1, 1)));
            cases.add(new Case(type, Shape.of(1, 290, 5, 4), 3, 3, 1, Padding.of(1))); // two blocks of vectors
            cases.add(new Case(type, Shape.of(2, 6, 60, 41), 3, 3, 1, Padding.of(1))); // several chunks
        }
        return cases.stream();
    }

    private static Values numbers(Shape shape, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(-2, 3);
        }
        return new Values(shape, values);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyOutputIsASumOverItsWindow(Case of) {
        Values x = numbers(of.x(), 1);
        Values kernel = numbers(of.kernel(), 2);
        float[] expected = new float[Math.toIntExact(of.y().size())];
        of.forEach((in, tap, out) -> expected[out] += x.values()[in] * kernel.values()[tap]);

        float[] y = run(of, convolve(of, false, false, Activation.NONE), List.of(x, kernel), of.y())
                .get(0);

        assertThat(y).containsExactly(expected);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsOfTheMapAreThoseOfAllWindowsThatReadIt(Case of) {
        Values kernel = numbers(of.kernel(), 2);
        Values dy = numbers(of.y(), 3);
        float[] expected = new float[Math.toIntExact(of.x().size())];
        of.forEach((in, tap, out) -> expected[in] += dy.values()[out] * kernel.values()[tap]);

        float[] dx = run(of, new Instruction.ConvolveBackwardData(of.convolution()), List.of(kernel, dy), of.x())
                .get(0);

        assertThat(dx).containsExactly(expected);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsOfTheKernelAndTheBiasAreAddedUpOverAllPixels(Case of) {
        Values x = numbers(of.x(), 1);
        Values dy = numbers(of.y(), 3);
        float[] dkernel = new float[Math.toIntExact(of.kernel().size())];
        of.forEach((in, tap, out) -> dkernel[tap] += x.values()[in] * dy.values()[out]);
        float[] dbias = new float[of.x().channels()];
        int area = of.y().height() * of.y().width();
        for (int i = 0; i < dy.values().length; i++) {
            dbias[i / area % dbias.length] += dy.values()[i];
        }
        int groups = of.x().channels();

        List<float[]> both = run(
                of,
                new Instruction.ConvolveBackwardWeights(of.convolution(), true),
                List.of(x, dy),
                of.kernel(),
                Shape.of(groups));
        List<float[]> alone =
                run(of, new Instruction.ConvolveBackwardWeights(of.convolution(), false), List.of(x, dy), of.kernel());

        assertThat(both.get(0)).containsExactly(dkernel);
        assertThat(both.get(1)).containsExactly(dbias);
        assertThat(alone.get(0)).containsExactly(dkernel);
    }

    private static Instruction convolve(Case of, boolean bias, boolean residual, Activation activation) {
        return new Instruction.Convolve(of.convolution(), bias, residual, activation);
    }

    /** Also looks at what fills up the channels of the maps that are made. */
    private static List<float[]> run(Case of, Instruction instruction, List<Values> inputs, Shape... outputs) {
        try (SingleStep steps = new SingleStep(of.type())) {
            List<SingleStep.Held> held = inputs.stream()
                    .map(input -> steps.held(input.shape(), input.values()))
                    .toList();
            List<SingleStep.Held> made = steps.run(instruction, held, List.of(outputs));
            made.forEach(steps::assertFilledUpWithZeros);
            return made.stream().map(steps::values).toList();
        }
    }

    private static final Case FUSED = new Case(ElementType.FLOAT32, Shape.of(2, 5, 4, 3), 3, 3, 1, Padding.of(1));

    private static double activated(Activation activation, double x) {
        return switch (activation) {
            case NONE -> x;
            case RELU -> Math.max(x, 0);
            case LEAKY_RELU -> x > 0 ? x : 0.01 * x;
            case SWISH -> x / (1 + Math.exp(-x));
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case EXP -> Math.exp(x);
            case HARD_SIGMOID -> Math.min(Math.max(x / 6 + 0.5, 0), 1);
            case HARD_SWISH -> x * Math.min(Math.max(x / 6 + 0.5, 0), 1);
            case RELU6 -> Math.min(Math.max(x, 0), 6);
        };
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void biasResidualAndActivationFollowTheSum(Activation activation) {
        Values x = numbers(FUSED.x(), 1);
        Values kernel = numbers(FUSED.kernel(), 2);
        Values bias = numbers(Shape.of(5), 3);
        Values residual = numbers(FUSED.y(), 4);
        float[] sums = residual.values().clone();
        FUSED.forEach((in, tap, out) -> sums[out] += x.values()[in] * kernel.values()[tap]);

        float[] y = run(FUSED, convolve(FUSED, true, true, activation), List.of(x, kernel, bias, residual), FUSED.y())
                .get(0);

        for (int i = 0; i < y.length; i++) {
            double expected = activated(activation, sums[i] + bias.values()[i / 12 % 5]);
            // roundings of 6e-8 of the functions, and of e^-x at arguments up to 30
            assertThat((double) y[i]).isCloseTo(expected, within(4e-6 * Math.abs(expected) + 1e-12));
        }
    }

    @Test
    void biasAloneAndResidualAloneAreAdded() {
        Values x = numbers(FUSED.x(), 1);
        Values kernel = new Values(FUSED.kernel(), new float[45]);
        Values bias = new Values(Shape.of(5), 1, 2, 3, 4, 5);
        Values residual = numbers(FUSED.y(), 4);

        float[] biased = run(FUSED, convolve(FUSED, true, false, Activation.NONE), List.of(x, kernel, bias), FUSED.y())
                .get(0);
        float[] added = run(
                        FUSED, convolve(FUSED, false, true, Activation.NONE), List.of(x, kernel, residual), FUSED.y())
                .get(0);

        assertThat(Arrays.copyOfRange(biased, 48, 60)).containsOnly(5);
        assertThat(Arrays.copyOfRange(biased, 60, 72)).containsOnly(1);
        assertThat(added).containsExactly(residual.values());
    }
}
