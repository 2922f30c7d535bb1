package org.fpn4j.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Initializer.Fan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class InitializerTest {
    private static final Shape KERNEL = Shape.of(32, 16, 3, 3); // fan in 144, fan out 288

    static Stream<Initializer> random() {
        return Stream.of(
                new Initializer.Normal(0.01),
                new Initializer.Uniform(6, Fan.SUM),
                Initializer.fpnUniform(),
                new Initializer.HeNormal(Fan.OUT));
    }

    @ParameterizedTest
    @MethodSource("random")
    void sameNameAndSeedGiveTheSameValues(Initializer initializer) {
        float[] values = initializer.values(5, "neck.output.P3.weight", KERNEL);

        assertThat(initializer.values(5, "neck.output.P3.weight", KERNEL)).isEqualTo(values);
        assertThat(initializer.values(6, "neck.output.P3.weight", KERNEL)).isNotEqualTo(values);
        assertThat(initializer.values(5, "neck.output.P4.weight", KERNEL)).isNotEqualTo(values);
    }

    /** Values that a run of today must find again tomorrow. */
    @Test
    void valuesAreThese() {
        assertThat(new Initializer.Uniform(3, Fan.IN).values(0, "weight", Shape.of(1, 3, 1, 1)))
                .containsExactly(0.16012195f, -0.92871517f, -0.009392081f);
    }

    @ParameterizedTest
    @CsvSource({"3, IN, 144", "3, OUT, 288", "6, SUM, 432"})
    void uniformFillsItsBounds(double gain, Fan fan, int connections) {
        double bound = Math.sqrt(gain / connections);

        double[] values = doubles(new Initializer.Uniform(gain, fan).values(1, "w", KERNEL));

        // 4608 values: the largest of them misses the bound by about 1 / 4608
        assertThat(max(values)).isBetween(0.99 * bound, bound);
        assertThat(max(negated(values))).isBetween(0.99 * bound, bound);
        assertThat(sd(values)).isCloseTo(bound / Math.sqrt(3), within(0.03 * bound));
        assertThat(mean(values)).isCloseTo(0, within(0.03 * bound)); // three standard errors are 0.026
    }

    /** Caffe2's XavierFill on a 1x1 lateral of 2048 channels, as detectron2 and torchvision have it. */
    @Test
    void fpnUniformIsBoundedByTheFanIn() {
        double[] values = doubles(Initializer.fpnUniform().values(1, "lateral", Shape.of(256, 2048, 1, 1)));

        assertThat(max(values)).isCloseTo(Math.sqrt(3.0 / 2048), within(1e-6)); // 0.0383
    }

    @ParameterizedTest
    @CsvSource({"IN, 144", "OUT, 288"})
    void heNormalHasTwiceTheVarianceOfTheFan(Fan fan, int connections) {
        double[] values = doubles(new Initializer.HeNormal(fan).values(1, "w", KERNEL));

        double expected = Math.sqrt(2.0 / connections);
        assertThat(sd(values)).isCloseTo(expected, within(0.04 * expected)); // standard error 1 %
        assertThat(mean(values)).isCloseTo(0, within(0.05 * expected));
    }

    @Test
    void aDepthwiseKernelHasItsOwnWindowAsFan() {
        double[] values = doubles(new Initializer.Uniform(3, Fan.IN).values(1, "w", Shape.of(512, 1, 3, 3)));

        assertThat(max(values)).isCloseTo(Math.sqrt(3.0 / 9), within(1e-3));
    }

    @Test
    void normalHasItsStandardDeviation() {
        double[] values = doubles(new Initializer.Normal(0.01).values(1, "w", KERNEL));

        assertThat(sd(values)).isCloseTo(0.01, within(0.0004));
    }

    @Test
    void constantIsTheSameEverywhere() {
        assertThat(new Initializer.Constant(-4.595).values(1, "bias", Shape.of(3)))
                .containsExactly(-4.595f, -4.595f, -4.595f);
        assertThat(new Initializer.Constant(2).values(1, "scale", Shape.of())).containsExactly(2f);
    }

    @Test
    void namesThatDifferInOneLetterAreUncorrelated() {
        double[] first = doubles(new Initializer.Normal(1).values(1, "layer1.0.conv1.weight", KERNEL));
        double[] second = doubles(new Initializer.Normal(1).values(1, "layer1.0.conv2.weight", KERNEL));

        double product = 0;
        for (int i = 0; i < first.length; i++) {
            product += first[i] * second[i] / first.length;
        }
        assertThat(product).isCloseTo(0, within(0.06)); // four standard errors of 1 / sqrt(4608)
    }

    @Test
    void storedValuesAreTheSameForEverySeedAndMustFitTheShape() {
        Initializer stored = new Initializer.Stored(() -> new float[] {1, 2, 3});

        assertThat(stored.values(1, "weight", Shape.of(3))).containsExactly(1, 2, 3);
        assertThat(stored.values(2, "weight", Shape.of(3))).containsExactly(1, 2, 3);
        assertThatThrownBy(() -> stored.values(1, "weight", Shape.of(4)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("parameter[weight]: expected [4], got [3] stored values");
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    private static double[] negated(double[] values) {
        return Arrays.stream(values).map(value -> -value).toArray();
    }

    private static double max(double[] values) {
        return Arrays.stream(values).max().orElseThrow();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double sd(double[] values) {
        double mean = mean(values);
        return Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow());
    }
}
