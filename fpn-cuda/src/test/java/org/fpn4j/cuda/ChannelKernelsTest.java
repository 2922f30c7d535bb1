package org.fpn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.SingleStep.Held;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.engine.plan.Instruction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Means and factors of small whole numbers: sums are exact in any order, and maps of a power of two cells have exact means. */
@Emulated
class ChannelKernelsTest {
    static Stream<Arguments> maps() {
        return Stream.of(
                        Shape.of(1, 1, 1, 1),
                        Shape.of(3, 5, 2, 4),
                        Shape.of(2, 290, 4, 1), // two blocks of vectors
                        Shape.of(2, 6, 64, 64)) // several chunks of each image
                .flatMap(map ->
                        Stream.of(ElementType.FLOAT32, ElementType.FLOAT16).map(type -> Arguments.of(map, type)));
    }

    private static Shape means(Shape map) {
        return Shape.of(map.batch(), map.channels(), 1, 1);
    }

    private static float[] whole(Shape shape, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(-1, 2);
        }
        return values;
    }

    private static float[] sums(Shape map, float[] values) {
        int area = map.height() * map.width();
        float[] sums = new float[values.length / area];
        for (int i = 0; i < values.length; i++) {
            sums[i / area] += values[i];
        }
        return sums;
    }

    private static float[] each(float[] x, float[] factors, int area) {
        float[] products = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            products[i] = x[i] * factors[i / area];
        }
        return products;
    }

    @ParameterizedTest
    @MethodSource("maps")
    void aMeanIsOfAllCellsAndItsGradientTheSameInEach(Shape map, ElementType type) {
        float[] x = whole(map, 1);
        float[] dy = whole(means(map), 2);
        int area = map.height() * map.width();
        float[] mean = sums(map, x);
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= area;
        }
        float[] ones = new float[x.length];
        Arrays.fill(ones, 1f / area);
        Operation operation = new Operation.GlobalAveragePool();
        try (SingleStep steps = new SingleStep(type)) {
            Held y = steps.run(new Instruction.Forward(operation), List.of(steps.held(map, x)), List.of(means(map)))
                    .get(0);
            Held dx = steps.run(new Instruction.Backward(operation), List.of(steps.held(means(map), dy)), List.of(map))
                    .get(0);

            assertThat(steps.values(y)).containsExactly(mean);
            assertThat(steps.values(dx)).containsExactly(each(ones, dy, area));
            steps.assertFilledUpWithZeros(y);
            steps.assertFilledUpWithZeros(dx);
        }
    }

    @ParameterizedTest
    @MethodSource("maps")
    void channelsAreMultipliedAndFactorsGetTheSumsOfProducts(Shape map, ElementType type) {
        float[] x = whole(map, 1);
        float[] factors = whole(means(map), 2);
        float[] dy = whole(map, 3);
        int area = map.height() * map.width();
        float[] products = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            products[i] = x[i] * dy[i];
        }
        Operation operation = new Operation.ScaleChannels();
        try (SingleStep steps = new SingleStep(type)) {
            Held y = steps.run(
                            new Instruction.Forward(operation),
                            List.of(steps.held(map, x), steps.held(means(map), factors)),
                            List.of(map))
                    .get(0);
            List<Held> gradients = steps.run(
                    new Instruction.Backward(operation),
                    List.of(steps.held(map, x), steps.held(means(map), factors), steps.held(map, dy)),
                    List.of(map, means(map)));

            assertThat(steps.values(y)).containsExactly(each(x, factors, area));
            assertThat(steps.values(gradients.get(0))).containsExactly(each(dy, factors, area));
            assertThat(steps.values(gradients.get(1))).containsExactly(sums(map, products));
            steps.assertFilledUpWithZeros(y);
            gradients.forEach(steps::assertFilledUpWithZeros);
        }
    }

    /** Cells of length 5 and of length 0, which stays 0 and has a slope of 1 over the bound. */
    @ParameterizedTest
    @EnumSource(
            value = ElementType.class,
            names = {"FLOAT32", "BFLOAT16"})
    void cellsGetOneLengthAndGradientsThatDoNotChangeIt(ElementType type) {
        Shape map = Shape.of(1, 2, 1, 2);
        float[] x = {3, 0, 4, 0};
        float[] scale = {5, 10};
        float[] dy = {1, 1, 2, -1};
        Operation operation = new Operation.NormalizeChannels(0.5);
        try (SingleStep steps = new SingleStep(type)) {
            Held y = steps.run(
                            new Instruction.Forward(operation),
                            List.of(steps.held(map, x), steps.held(Shape.of(2), scale)),
                            List.of(map))
                    .get(0);
            List<Held> gradients = steps.run(
                    new Instruction.Backward(operation),
                    List.of(steps.held(map, x), steps.held(Shape.of(2), scale), steps.held(map, dy)),
                    List.of(map, Shape.of(2)));

            // g = (1, 4) at the first cell, along (0.6, 0.8): 3.8; what is left is (1 - 2.28, 4 - 3.04)
            assertClose(steps.values(y), 3, 0, 8, 0);
            assertClose(steps.values(gradients.get(0)), -1.28, 10, 0.96, -20);
            assertClose(steps.values(gradients.get(1)), 0.6, 1.6);
        }
    }

    /** A few roundings of either type. */
    private static void assertClose(float[] actual, double... expected) {
        assertThat(actual).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).isCloseTo(expected[i], within(0.01 * Math.abs(expected[i])));
        }
    }
}
