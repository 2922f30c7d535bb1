package org.fpn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.SingleStep.Held;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.NormInstruction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batch norm and group norm against the same in {@code float64}. */
@Emulated
class NormKernelsTest {
    private static final double EPSILON = 1e-3;
    /** Sums of a few thousand products in float32, which round to 6e-8 of the largest each. */
    private static final double FLOAT32 = 2e-5;
    /** A rounding of bfloat16 is 4e-3 of a value; values are up to four times the scale that they are compared by. */
    private static final double BFLOAT16 = 1.6e-2;

    /** Values of channels whose means are far from zero, and differ. */
    private static float[] values(Shape map, double mean, double deviation, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int area = map.height() * map.width();
        float[] values = new float[(int) map.size()];
        for (int i = 0; i < values.length; i++) {
            int channel = i / area % map.channels();
            values[i] = (float) (mean * (1 + 0.1 * (channel % 10)) + deviation * random.nextGaussian());
        }
        return values;
    }

    private static float[] vector(int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (0.5 + random.nextDouble());
        }
        return values;
    }

    private static double scale(double[] values) {
        return Math.sqrt(
                Arrays.stream(values).map(value -> value * value).average().orElseThrow());
    }

    private static void assertClose(float[] actual, double[] expected, double tolerance) {
        String ofScale = "] of values of scale " + scale(expected);
        assertThat(actual).hasSize(expected.length);
        for (int i = 0; i < actual.length; i++) {
            assertThat((double) actual[i]).as("[" + i + ofScale).isCloseTo(expected[i], within(tolerance));
        }
    }

    /**
     * A norm both ways, on the device and as it should be.
     *
     * @param ofStatistics share of their scale that they may be off by
     * @param ofValues the same of y and dx
     * @param ofTerms how far off each term of the gradients of scale and shift may be, whose own scale is 1
     */
    private static void check(
            ElementType type,
            Shape map,
            int groups,
            float[] given,
            double ofStatistics,
            double ofValues,
            double ofTerms) {
        boolean batch = groups == 0;
        Instruction forward = batch
                ? new NormInstruction.Normalize(EPSILON)
                : new Instruction.Forward(new Operation.GroupNorm(groups, EPSILON));
        Instruction backward = batch
                ? new NormInstruction.NormalizeBackward(EPSILON)
                : new Instruction.Backward(new Operation.GroupNorm(groups, EPSILON));
        Shape channels = Shape.of(map.channels());
        double terms = (double) map.size() / map.channels();
        Shape statistics = batch ? channels : Shape.of(map.batch(), groups);
        try (SingleStep steps = new SingleStep(type)) {
            float[] x = steps.rounded(map, given);
            float[] dy = steps.rounded(map, values(map, 0.1, 1, 4));
            float[] scale = vector(map.channels(), 1);
            float[] shift = vector(map.channels(), 2);
            NormReference expected =
                    new NormReference(map, batch ? map.channels() : groups, batch, EPSILON, x, scale, shift, dy);

            Held held = steps.held(map, x);
            Held heldScale = steps.held(channels, scale);
            List<Held> made = steps.run(
                    forward,
                    List.of(held, heldScale, steps.held(channels, shift)),
                    List.of(map, statistics, statistics));
            List<Held> gradients = steps.run(
                    backward,
                    List.of(held, heldScale, made.get(1), made.get(2), steps.held(map, dy)),
                    List.of(map, channels, channels));

            assertClose(steps.values(made.get(1)), expected.mean, ofStatistics * scale(expected.mean));
            assertClose(steps.values(made.get(2)), expected.variance, ofStatistics * scale(expected.variance));
            assertClose(steps.values(made.get(0)), expected.y, ofValues * scale(expected.y));
            assertClose(steps.values(gradients.get(0)), expected.dx, ofValues * scale(expected.dx));
            assertClose(steps.values(gradients.get(1)), expected.dscale, ofTerms * terms);
            assertClose(steps.values(gradients.get(2)), expected.dshift, ofTerms * terms);
            steps.assertFilledUpWithZeros(made.get(0));
            steps.assertFilledUpWithZeros(gradients.get(0));
        }
    }

    /** The variance would be lost in float32 as a difference of mean squares: a million, rounded to 0.06. */
    @ParameterizedTest
    @CsvSource({"2,9,40,41,0", "2,9,40,41,3", "1,1,150,150,1", "3,12,17,5,12"})
    void smallVariancesAroundLargeMeansAreRight(int images, int channels, int height, int width, int groups) {
        Shape map = Shape.of(images, channels, height, width);
        boolean apart = groups == 0 || groups == channels; // else the means of channels are a variance of their own
        float[] x = values(map, apart ? 1000 : 10, 0.5, 3);

        // a mean of 1000 is up to 3e-5 off, 6e-5 of a deviation, and so is every h; with twelve channels twice as much
        check(ElementType.FLOAT32, map, groups, x, 1e-6, 1e-3, 2e-4);
    }

    /** The first value is what the others are compared to, and the one that is least like them. */
    @ParameterizedTest
    @CsvSource({"0", "1"})
    void anOutlierInTheFirstPlaceDoesNoHarm(int groups) {
        Shape map = Shape.of(1, 1, 64, 64);
        float[] x = values(map, 300, 0.25, 3);
        x[0] = 0;

        check(ElementType.FLOAT32, map, groups, x, 1e-6, 1e-3, 1e-4);
    }

    @ParameterizedTest
    @CsvSource({
        "1,1,2,2,0",
        "1,3,5,7,0",
        "2,9,33,31,0",
        "1,12,3,100,0",
        "4,136,9,9,0",
        "1,260,2,3,0",
        "8,4,1,1,0",
        "1,1,1,3,1",
        "1,3,5,7,3",
        "2,9,33,31,3",
        "2,9,33,31,1",
        "1,12,3,100,4",
        "3,136,9,9,8",
        "1,2,1,1,1",
        "2,264,4,3,1"
    })
    void everyShapeIsNormalized(int images, int channels, int height, int width, int groups) {
        Shape map = Shape.of(images, channels, height, width);
        float[] x = values(map, 1, 2, 3);

        check(ElementType.FLOAT32, map, groups, x, FLOAT32, FLOAT32, 2e-6);
        check(ElementType.BFLOAT16, map, groups, x, FLOAT32, BFLOAT16, 2e-6);
    }

    /** One value a channel: nothing is left of it but the shift, and no gradient comes through. */
    @Test
    void aSingleValueIsItsOwnMean() {
        Shape map = Shape.of(1, 3, 1, 1);
        Shape channels = Shape.of(3);
        try (SingleStep steps = new SingleStep(ElementType.FLOAT32)) {
            Held x = steps.held(map, 5, -7, 0.5f);
            Held scale = steps.held(channels, 2, 3, 4);

            List<Held> made = steps.run(
                    new NormInstruction.Normalize(EPSILON),
                    List.of(x, scale, steps.held(channels, 0.25f, 0.5f, -1)),
                    List.of(map, channels, channels));
            List<Held> gradients = steps.run(
                    new NormInstruction.NormalizeBackward(EPSILON),
                    List.of(x, scale, made.get(1), made.get(2), steps.held(map, 1, 2, 3)),
                    List.of(map, channels, channels));

            assertThat(steps.values(made.get(0))).containsExactly(0.25f, 0.5f, -1);
            assertThat(steps.values(made.get(1))).containsExactly(5, -7, 0.5f);
            assertThat(steps.values(made.get(2))).containsOnly(0);
            assertThat(steps.values(gradients.get(0))).containsOnly(0);
            assertThat(steps.values(gradients.get(1))).containsOnly(0);
            assertThat(steps.values(gradients.get(2))).containsExactly(1, 2, 3);
        }
    }

    @Test
    void storedStatisticsAreNotDifferentiated() {
        Operation stored = new Operation.BatchNorm(0, 0.1, false);
        Shape map = Shape.of(1, 3, 1, 2);
        Shape channels = Shape.of(3);
        try (SingleStep steps = new SingleStep(ElementType.FLOAT32)) {
            Held x = steps.held(map, 1, 2, 3, 4, 5, 6);
            Held scale = steps.held(channels, 2, 3, 4);
            Held mean = steps.held(channels, 1, 2, 3);
            Held variance = steps.held(channels, 4, 1, 16);

            List<Held> made = steps.run(
                    new Instruction.Forward(stored),
                    List.of(x, scale, steps.held(channels, 10, 20, 30), mean, variance),
                    List.of(map));
            List<Held> gradients = steps.run(
                    new Instruction.Backward(stored),
                    List.of(x, scale, mean, variance, steps.held(map, 1, 2, 3, 4, 5, 6)),
                    List.of(map, channels, channels));

            assertThat(steps.values(made.get(0))).containsExactly(10, 11, 23, 26, 32, 33);
            assertThat(steps.values(gradients.get(0))).containsExactly(1, 2, 9, 12, 5, 6);
            assertThat(steps.values(gradients.get(1))).containsExactly(1, 11, 7);
            assertThat(steps.values(gradients.get(2))).containsExactly(3, 7, 11);
            steps.assertFilledUpWithZeros(made.get(0));
            steps.assertFilledUpWithZeros(gradients.get(0));
        }
    }

    @ParameterizedTest
    @CsvSource({"5,1.25", "1,1"})
    void runningStatisticsTakeTheUnbiasedVariance(long values, float unbiased) {
        Shape channels = Shape.of(2);
        try (SingleStep steps = new SingleStep(ElementType.FLOAT32)) {
            Held mean = steps.held(channels, 8, -4);
            Held variance = steps.held(channels, 0, 2);

            steps.change(
                    new NormInstruction.UpdateStatistics(0.25, values),
                    List.of(steps.held(channels, 16, 4), steps.held(channels, 8, 16)),
                    List.of(mean, variance));

            assertThat(steps.values(mean)).containsExactly(10, -2);
            assertThat(steps.values(variance)).containsExactly(2 * unbiased, 1.5f + 4 * unbiased);
        }
    }

    /** Not a number in one group is not a number in that group alone. */
    @Test
    void whatIsNotANumberIsNotHidden() {
        Shape map = Shape.of(1, 2, 1, 2);
        Shape two = Shape.of(2);
        try (SingleStep steps = new SingleStep(ElementType.FLOAT32)) {
            List<Held> made = steps.run(
                    new Instruction.Forward(new Operation.GroupNorm(2, EPSILON)),
                    List.of(steps.held(map, Float.NaN, 1, 2, 2), steps.held(two, 1, 1), steps.held(two, 0, 0)),
                    List.of(map, Shape.of(1, 2), Shape.of(1, 2)));

            assertThat(steps.values(made.get(0))).containsExactly(Float.NaN, Float.NaN, 0, 0);
            assertThat(steps.values(made.get(2))).containsExactly(Float.NaN, 0);
        }
    }
}
