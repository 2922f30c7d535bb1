package org.fpn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Operation.IouLoss.Kind;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.engine.plan.Instruction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Emulated
class LossKernelsTest {
    /** A handful of float32 roundings of 6e-8; powf is exact to 9 of them. */
    private static final double TOLERANCE = 2e-6;

    private record Answer(double loss, float[] gradient) {}

    private static Answer ask(Operation.Loss loss, Shape shape, float[] x, float[] target, float[] weights) {
        Shape perCell = Shape.of(shape.dim(0), shape.dim(1));
        try (SingleStep steps = new SingleStep(ElementType.FLOAT32)) {
            List<SingleStep.Held> made = steps.run(
                    new Instruction.Loss(loss),
                    List.of(
                            steps.held(shape, x),
                            steps.held(hasClasses(loss) ? perCell : shape, target),
                            steps.held(perCell, weights)),
                    List.of(Shape.of(), shape));
            return new Answer(steps.values(made.get(0))[0], steps.values(made.get(1)));
        }
    }

    /** One target for each cell instead of one for each value. */
    private static boolean hasClasses(Operation.Loss loss) {
        return loss instanceof Operation.FocalLoss || loss instanceof Operation.SoftmaxCrossEntropy;
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    /** Of one value in double precision: the loss, then its slope. */
    private static double[] focal(double x, boolean isClass, double alpha, double gamma) {
        double sign = isClass ? -1 : 1;
        double share = alpha < 0 ? 1 : isClass ? alpha : 1 - alpha;
        double p = 1 / (1 + Math.exp(-sign * x));
        double q = 1 / (1 + Math.exp(sign * x));
        double factor = share * Math.pow(p, gamma);
        double softplus = softplus(sign * x);
        return new double[] {factor * softplus, sign * factor * (p + gamma * q * softplus)};
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 0.25, 2", // one cell of one class
        "1, 1, 91, 0.25, 0",
        "3, 700, 1, -1, 0.5", // more cells than a block takes are below, of one class
        "2, 4100, 1, 0.25, 2",
        "2, 333, 13, 0, 1",
        "1, 150, 91, 1, 2.7",
        "2, 2, 5000, 0.25, 3" // a cell has more values than a block of others
    })
    void focalLossAndSlopesAreThoseOfTheFormula(int images, int cells, int classes, double alpha, double gamma) {
        SplittableRandom random = new SplittableRandom(classes);
        Shape shape = Shape.of(images, cells, classes);
        float[] x = new float[images * cells * classes];
        float[] labels = new float[images * cells];
        float[] weights = new float[images * cells];
        double expected = 0;
        float[] slopes = new float[x.length];
        for (int cell = 0; cell < labels.length; cell++) {
            labels[cell] = cell == 0 ? 0 : random.nextInt(-2, classes);
            weights[cell] = cell % 7 == 6 ? 0 : (float) (0.5 + random.nextDouble());
            for (int i = cell * classes; i < (cell + 1) * classes; i++) {
                x[i] = (float) (4 * random.nextGaussian());
                double[] one = focal(x[i], i - cell * classes == labels[cell], alpha, gamma);
                double weight = labels[cell] < -1 ? 0 : weights[cell];
                expected += weight * one[0];
                slopes[i] = (float) (weight * one[1]);
            }
        }

        Answer answer = ask(new Operation.FocalLoss(alpha, gamma), shape, x, labels, weights);

        assertThat(answer.loss()).isCloseTo(expected, within(TOLERANCE * expected));
        for (int i = 0; i < slopes.length; i++) {
            assertThat((double) answer.gradient()[i])
                    .as("slope %s at %s", i, x[i])
                    .isCloseTo(slopes[i], within(TOLERANCE * Math.abs(slopes[i])));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 2})
    void aHugeLogitCostsItselfAndATinyOneTheLogarithmOfTwo(double gamma) {
        Operation.FocalLoss focal = new Operation.FocalLoss(-1, gamma);

        Answer huge = ask(focal, Shape.of(1, 1, 2), new float[] {1e30f, -1e30f}, new float[] {-1}, new float[] {1});
        Answer tiny = ask(focal, Shape.of(1, 1, 1), new float[] {1e-30f}, new float[] {-1}, new float[] {1});

        // the negative one costs nothing, with every gamma
        assertThat(huge.loss()).isEqualTo(1e30f);
        assertThat(huge.gradient()).containsExactly(1, 0);
        assertThat(tiny.loss()).isCloseTo(Math.pow(0.5, gamma) * Math.log(2), within(TOLERANCE));
    }

    static Stream<Operation.Loss> losses() {
        return Stream.of(
                new Operation.FocalLoss(0.25, 2),
                new Operation.FocalLoss(0.25, 0),
                new Operation.FocalLoss(0.25, 1.5),
                new Operation.SmoothL1Loss(0),
                new Operation.SmoothL1Loss(0.1),
                new Operation.BinaryCrossEntropy(),
                new Operation.SoftmaxCrossEntropy(),
                new Operation.GaussianFocalLoss(2, 4),
                new Operation.GaussianFocalLoss(1.5, 0),
                new Operation.IouLoss(Kind.IOU),
                new Operation.IouLoss(Kind.LOG_IOU),
                new Operation.IouLoss(Kind.GIOU),
                new Operation.IouLoss(Kind.SQUARED));
    }

    /** Seven cells of four values; the first value of the third cell is not a number. */
    private static Answer withNaN(Operation.Loss loss, float weightOfItsCell) {
        float[] x = new float[28];
        float[] target = new float[hasClasses(loss) ? 7 : 28];
        for (int i = 0; i < x.length; i++) {
            x[i] = i % 4 < 2 ? 0.25f : 5;
        }
        for (int i = 0; i < target.length; i++) {
            target[i] = i % 4 < 2 ? 0 : 1;
        }
        x[8] = Float.NaN;
        float[] weights = {1, 1, weightOfItsCell, 1, 0, 1, 1};
        return ask(loss, Shape.of(1, 7, 4), x, target, weights);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void whatIsNotANumberIsSeenInTheLoss(Operation.Loss loss) {
        Answer answer = withNaN(loss, 1);

        assertThat(answer.loss()).isNaN();
        assertThat(answer.gradient()[8]).isNaN();
        assertThat(Arrays.copyOfRange(answer.gradient(), 12, 28)).doesNotContain(Float.NaN);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void cellsWithoutWeightAreNotLookedAtAndGetZeros(Operation.Loss loss) {
        Answer answer = withNaN(loss, 0);

        assertThat(answer.loss()).isFinite().isPositive();
        assertThat(Arrays.copyOfRange(answer.gradient(), 8, 12)).containsOnly(0);
        assertThat(Arrays.copyOfRange(answer.gradient(), 16, 20)).containsOnly(0);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void noWeightAtAllCostsNothing(Operation.Loss loss) {
        int targets = hasClasses(loss) ? 3000 : 12000;

        Answer answer = ask(loss, Shape.of(2, 1500, 4), new float[12000], new float[targets], new float[3000]);

        assertThat(answer.loss()).isZero();
        assertThat(answer.gradient()).containsOnly(0);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void theLastOfManyCellsCountsAsTheFirstDoes(Operation.Loss loss) {
        Answer one = withOneWeight(loss, 0);
        Answer last = withOneWeight(loss, 4999);

        assertThat(last.loss()).isEqualTo(one.loss()).isPositive();
        assertThat(Arrays.copyOfRange(last.gradient(), 19996, 20000))
                .isEqualTo(Arrays.copyOfRange(one.gradient(), 0, 4));
        assertThat(Arrays.copyOfRange(last.gradient(), 0, 19996)).containsOnly(0);
    }

    private static Answer withOneWeight(Operation.Loss loss, int cell) {
        float[] x = new float[20000];
        for (int i = 0; i < x.length; i++) {
            x[i] = i % 4 < 2 ? 0.25f : 5;
        }
        float[] target = new float[hasClasses(loss) ? 5000 : 20000];
        for (int i = 0; i < target.length && target.length > 5000; i++) {
            target[i] = i % 4 < 2 ? 0 : 1;
        }
        float[] weights = new float[5000];
        weights[cell] = 0.5f;
        return ask(loss, Shape.of(1, 5000, 4), x, target, weights);
    }

    @Test
    void smoothL1LossGoesFromSquaresToDistances() {
        float[] x = {0.25f, -0.25f, 0.5f, -3, 1e-20f, 0};

        Answer answer = ask(new Operation.SmoothL1Loss(0.5), Shape.of(1, 1, 6), x, new float[6], new float[] {2});
        Answer tiny = ask(
                new Operation.SmoothL1Loss(0.5), Shape.of(1, 1, 1), new float[] {1e-15f}, new float[1], new float[] {1
                });

        // 2 (0.0625 + 0.0625 + 0.25 + 2.75), and 1e-40 that is lost beside it
        assertThat(answer.loss()).isEqualTo(6.25);
        assertThat(answer.gradient()).containsExactly(1, -1, 2, -2, 4e-20f, 0);
        assertThat(tiny.loss()).isCloseTo(1e-30, within(TOLERANCE * 1e-30));
    }

    @ParameterizedTest
    @CsvSource({"IOU, 1", "LOG_IOU, 1", "GIOU, 1", "SQUARED, 2"})
    void boxesThatNearlyFitCostTheShareThatIsMissingOrTwiceThat(Kind kind, int times) {
        float off = 1f / 1024;
        float[] target = {0, 0, 100, 100};
        float[] x = {0, 0, 100, 100 - off};

        Answer answer = ask(new Operation.IouLoss(kind), Shape.of(1, 1, 4), x, target, new float[] {1});

        // half of the share, 5e-6, is what the logarithm has more and the square less; float32 would be off by 6e-8 of
        // 1, which is 6e-3 of
        // it
        assertThat(answer.loss()).isCloseTo(times * off / 100, within(times * 1e-5 * off / 100));
        assertThat((double) answer.gradient()[3]).isCloseTo(times * -0.01, within(times * 2e-5 * 0.01));
    }

    @Test
    void boxesWithoutOverlapHaveTheLargestLogarithmAndNowhereToGo() {
        Answer answer = ask(
                new Operation.IouLoss(Kind.LOG_IOU),
                Shape.of(1, 2, 4),
                new float[] {4, 4, 4, 4, 20, 20, 30, 30},
                new float[] {2, 2, 8, 6, 2, 2, 8, 6},
                new float[] {1, 1});

        assertThat(answer.loss()).isCloseTo(-2 * Math.log(1e-6), within(TOLERANCE * 30));
        assertThat(answer.gradient()).containsOnly(0, -0f);
    }

    @Test
    void crossEntropiesOfHugeLogitsAreTheirDistancesFromTheTarget() {
        float[] x = {1e30f, -1e30f, 90, -90};
        float[] target = {1, 0, 0, 1};

        Answer answer = ask(new Operation.BinaryCrossEntropy(), Shape.of(1, 2, 2), x, target, new float[] {1, 1});

        assertThat(answer.loss()).isEqualTo(180);
        assertThat(answer.gradient()).containsExactly(0, 0, 1, -1);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "2, 5, 2", "1, 600, 33", "2, 40, 91", "2, 3, 1231"})
    void softmaxCrossEntropyAndSlopesAreThoseOfTheFormula(int images, int cells, int classes) {
        SplittableRandom random = new SplittableRandom(classes);
        Shape shape = Shape.of(images, cells, classes);
        float[] x = new float[images * cells * classes];
        float[] labels = new float[images * cells];
        float[] weights = new float[labels.length];
        double expected = 0;
        double[] slopes = new double[x.length];
        float[] strange = {-1, classes, 0.5f, Float.NaN};
        for (int cell = 0; cell < labels.length; cell++) {
            labels[cell] = cell % 5 == 4 ? strange[cell / 5 % strange.length] : random.nextInt(classes);
            weights[cell] = cell % 7 == 6 ? 0 : (float) (0.5 + random.nextDouble());
            double sum = 0;
            for (int i = cell * classes; i < (cell + 1) * classes; i++) {
                x[i] = Math.round(3 * random.nextGaussian()); // the largest of a row may be there several times
                sum += Math.exp(x[i]);
            }
            if (cell % 5 != 4) {
                int own = cell * classes + (int) labels[cell];
                expected += weights[cell] * (Math.log(sum) - x[own]);
                for (int i = cell * classes; i < (cell + 1) * classes; i++) {
                    slopes[i] = weights[cell] * (Math.exp(x[i]) / sum - (i == own ? 1 : 0));
                }
            }
        }

        Answer answer = ask(new Operation.SoftmaxCrossEntropy(), shape, x, labels, weights);

        assertThat(answer.loss()).isCloseTo(expected, within(TOLERANCE * Math.max(expected, 1e-9)));
        for (int i = 0; i < x.length; i++) {
            assertThat((double) answer.gradient()[i]).isCloseTo(slopes[i], within(TOLERANCE));
        }
    }

    @Test
    void aRowThatIsNearlyRightCostsWhatItsOtherClassesHave() {
        Answer answer = ask(
                new Operation.SoftmaxCrossEntropy(),
                Shape.of(1, 1, 3),
                new float[] {0, 40, 0},
                new float[] {1},
                new float[] {1});

        double others = 2 * Math.exp(-40);
        assertThat(answer.loss()).isCloseTo(others, within(TOLERANCE * others));
        assertThat((double) answer.gradient()[1]).isCloseTo(-others, within(TOLERANCE * others));
    }
}
