package org.fpn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Operation.WeightedFusion.Mode;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.SingleStep.Held;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.engine.plan.Instruction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weighted fusion and learned factors against the same in {@code float64}. */
@Emulated
class FusionKernelsTest {
    private static final double EPSILON = 1e-3;
    /** Up to nine terms, each rounded to 6e-8 of a value of up to four times the scale. */
    private static final double FLOAT32 = 2e-6;
    /** The result is rounded to 4e-3, after every fourth term. */
    private static final double BFLOAT16 = 1.6e-2;

    private static float[] values(Shape shape, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static void assertClose(float[] actual, double[] expected, double tolerance, double scale) {
        assertThat(actual).hasSize(expected.length);
        for (int i = 0; i < actual.length; i++) {
            assertThat((double) actual[i]).as("[" + i + "]").isCloseTo(expected[i], within(tolerance * scale));
        }
    }

    private static double[] shares(Mode mode, float[] weights) {
        double[] shares = new double[weights.length];
        double total = mode == Mode.FAST ? EPSILON : 0;
        for (int i = 0; i < shares.length; i++) {
            shares[i] = mode == Mode.FAST ? Math.max(weights[i], 0) : Math.exp(weights[i]);
            total += shares[i];
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= total;
        }
        return shares;
    }

    /** Of {@code sum_i share_i products_i}, by the definition of the shares. */
    private static double[] slopes(Mode mode, float[] weights, double[] products) {
        double[] shares = shares(mode, weights);
        double total = EPSILON;
        double mean = 0;
        for (int i = 0; i < shares.length; i++) {
            total += Math.max(weights[i], 0);
            mean += shares[i] * products[i];
        }
        double[] slopes = new double[shares.length];
        for (int i = 0; i < slopes.length; i++) {
            double away = products[i] - mean;
            slopes[i] = mode == Mode.SOFTMAX ? shares[i] * away : weights[i] > 0 ? away / total : 0;
        }
        return slopes;
    }

    @ParameterizedTest
    @CsvSource({
        "FAST,1,1,1,1,1",
        "SOFTMAX,1,1,1,1,1",
        "FAST,2,2,9,5,7",
        "SOFTMAX,3,1,3,40,41",
        "FAST,4,2,12,9,9",
        "SOFTMAX,5,1,1,3,3",
        "FAST,9,1,9,5,5",
        "SOFTMAX,8,2,8,4,4",
        "FAST,3,1,64,96,90"
    })
    void mapsAreSummedByTheirShares(Mode mode, int terms, int images, int channels, int height, int width) {
        Shape map = Shape.of(images, channels, height, width);
        check(ElementType.FLOAT32, mode, terms, map, FLOAT32);
        check(ElementType.BFLOAT16, mode, terms, map, BFLOAT16);
    }

    /** Others than maps are never rounded. */
    @Test
    void cellsAreSummedByTheirShares() {
        check(ElementType.BFLOAT16, Mode.FAST, 2, Shape.of(2, 5, 3), FLOAT32);
    }

    private static void check(ElementType type, Mode mode, int terms, Shape shape, double tolerance) {
        Operation fusion = new Operation.WeightedFusion(mode, EPSILON);
        Shape vector = Shape.of(terms);
        float[] weights = values(vector, 100);
        weights[0] = 0.75f; // one at least that counts
        double[] shares = shares(mode, weights);
        try (SingleStep steps = new SingleStep(type)) {
            float[] dy = rounded(steps, shape, 50);
            double[] y = new double[dy.length];
            double[] products = new double[terms];
            List<Held> inputs = new ArrayList<>();
            for (int term = 0; term < terms; term++) {
                float[] x = rounded(steps, shape, term);
                inputs.add(steps.held(shape, x));
                for (int i = 0; i < y.length; i++) {
                    y[i] += shares[term] * x[i];
                    products[term] += (double) x[i] * dy[i];
                }
            }
            inputs.add(steps.held(vector, weights));
            List<Held> withGradient = new ArrayList<>(inputs);
            withGradient.add(steps.held(shape, dy));
            List<Shape> wanted = new ArrayList<>(Collections.nCopies(terms, shape));
            wanted.add(vector);

            Held made = steps.run(new Instruction.Forward(fusion), inputs, List.of(shape))
                    .get(0);
            List<Held> gradients = steps.run(new Instruction.Backward(fusion), withGradient, wanted);

            assertClose(steps.values(made), y, tolerance, 1);
            steps.assertFilledUpWithZeros(made);
            for (int term = 0; term < terms; term++) {
                double[] dx = new double[dy.length];
                for (int i = 0; i < dx.length; i++) {
                    dx[i] = shares[term] * dy[i];
                }
                assertClose(steps.values(gradients.get(term)), dx, tolerance, 1);
                steps.assertFilledUpWithZeros(gradients.get(term));
            }
            // sums of products that are rounded once, whatever the type of the maps
            double scale = Math.sqrt(dy.length) * terms;
            assertClose(steps.values(gradients.get(terms)), slopes(mode, weights, products), FLOAT32, scale);
        }
    }

    private static float[] rounded(SingleStep steps, Shape shape, long seed) {
        float[] values = values(shape, seed);
        return shape.rank() == 4 ? steps.rounded(shape, values) : values;
    }

    @Test
    void withoutAPositiveWeightNothingIsLeft() {
        Operation fusion = new Operation.WeightedFusion(Mode.FAST, EPSILON);
        Shape map = Shape.of(1, 1, 1, 2);
        try (SingleStep steps = new SingleStep(ElementType.FLOAT32)) {
            Held x = steps.held(map, 3, 4);
            Held weights = steps.held(Shape.of(2), 0, -1);

            List<Held> made = steps.run(new Instruction.Forward(fusion), List.of(x, x, weights), List.of(map));
            List<Held> gradients = steps.run(
                    new Instruction.Backward(fusion), List.of(x, x, weights, x), List.of(map, map, Shape.of(2)));

            assertThat(steps.values(made.get(0))).containsOnly(0);
            assertThat(gradients)
                    .allSatisfy(gradient -> assertThat(steps.values(gradient)).containsOnly(0));
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,1", "2,9,5,7", "1,12,150,151"})
    void aLearnedFactorAndItsGradient(int images, int channels, int height, int width) {
        Shape map = Shape.of(images, channels, height, width);
        scale(ElementType.FLOAT32, map, FLOAT32);
        scale(ElementType.BFLOAT16, map, BFLOAT16);
        scale(ElementType.BFLOAT16, Shape.of(images, height * width, channels), FLOAT32);
    }

    private static void scale(ElementType type, Shape shape, double tolerance) {
        Operation scale = new Operation.ScaleByParameter();
        Shape one = Shape.of(1);
        try (SingleStep steps = new SingleStep(type)) {
            float[] x = rounded(steps, shape, 1);
            float[] dy = rounded(steps, shape, 2);
            double[] y = new double[x.length];
            double[] dx = new double[x.length];
            double[] dfactor = new double[1];
            for (int i = 0; i < x.length; i++) {
                y[i] = 1.25 * x[i];
                dx[i] = 1.25 * dy[i];
                dfactor[0] += (double) x[i] * dy[i];
            }
            Held held = inLayout(steps, shape, x);
            Held factor = steps.held(one, 1.25f);

            List<Held> made = steps.run(new Instruction.Forward(scale), List.of(held, factor), List.of(shape));
            List<Held> gradients = steps.run(
                    new Instruction.Backward(scale), List.of(held, factor, steps.held(shape, dy)), List.of(shape, one));

            assertClose(steps.values(made.get(0)), y, tolerance, 1);
            assertClose(steps.values(gradients.get(0)), dx, tolerance, 1);
            assertClose(steps.values(gradients.get(1)), dfactor, FLOAT32, Math.sqrt(x.length));
            steps.assertFilledUpWithZeros(made.get(0));
            steps.assertFilledUpWithZeros(gradients.get(0));
        }
    }

    private static Held inLayout(SingleStep steps, Shape shape, float[] values) {
        return shape.rank() == 4 ? steps.map(shape, values) : steps.held(shape, values);
    }
}
