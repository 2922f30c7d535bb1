package org.fpn4j.engine.answers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Operation.WeightedFusion;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Value;

/** Maps times learned factors. The gradient of a factor is a dot product, asked for at many lengths. */
final class ShareQuestions {
    private static final int[] LENGTHS = {1, 2, 3, 5, 7, 8, 13, 16, 31, 33, 64, 100, 257, 4099};
    private static final Shape MAP = Shape.of(1, 19, 3, 5);
    private static final double EPSILON = 1.0 / 16;
    private static final float[] WEIGHTS = {1, -1, 2, 0.5f};

    private ShareQuestions() {}

    static Stream<Question> all() {
        Stream<Question> dots = Arrays.stream(LENGTHS)
                .mapToObj(length -> backward("a dot product of " + length + " values", Shape.of(1, 1, 1, length)));
        return Stream.concat(
                dots,
                Stream.of(forward(), backward("the gradient of a learned factor", MAP), fusion(), fusionBackward()));
    }

    private static Question forward() {
        Question.Builder question = new Question.Builder("a map times a learned factor");
        float[] x = Numbers.whole(MAP.size(), 1, -9, 12);
        double[] right = Arrays.stream(doubles(x)).map(value -> 2 * value).toArray();
        return question.step(
                        new Instruction.Forward(new Operation.ScaleByParameter()),
                        List.of(question.map(MAP, x), question.plain(Shape.of(1), 2)),
                        List.of(question.made(MAP, right)))
                .exact();
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    private static double dot(float[] a, float[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> (double) a[i] * b[i])
                .sum();
    }

    /** All positive: what is left out or counted twice changes the sum. */
    private static Question backward(String name, Shape shape) {
        Question.Builder question = new Question.Builder(name);
        float[] x = Numbers.whole(shape.size(), 1, 1, 3);
        float[] dy = Numbers.whole(shape.size(), 2, 1, 2);
        double[] dx = Arrays.stream(doubles(dy)).map(value -> 2 * value).toArray();
        Shape one = Shape.of(1);
        return question.step(
                        new Instruction.Backward(new Operation.ScaleByParameter()),
                        List.of(question.map(shape, x), question.plain(one, 2), question.map(shape, dy)),
                        List.of(question.made(shape, dx), question.made(one, dot(x, dy))))
                .exact();
    }

    private static float[] map(int index) {
        return Numbers.whole(MAP.size(), index, 1, 3);
    }

    private static double total() {
        return IntStream.range(0, WEIGHTS.length)
                        .mapToDouble(i -> Math.max(WEIGHTS[i], 0))
                        .sum()
                + EPSILON;
    }

    private static double share(int index) {
        return Math.max(WEIGHTS[index], 0) / total();
    }

    private static Operation operation() {
        return new WeightedFusion(WeightedFusion.Mode.FAST, EPSILON);
    }

    private static List<Value> given(Question.Builder question) {
        List<Value> inputs = new ArrayList<>();
        for (int i = 0; i < WEIGHTS.length; i++) {
            inputs.add(question.map(MAP, map(i)));
        }
        inputs.add(question.plain(Shape.of(WEIGHTS.length), WEIGHTS));
        return inputs;
    }

    private static Question fusion() {
        Question.Builder question = new Question.Builder("a weighted fusion");
        double[] right = new double[(int) MAP.size()];
        for (int i = 0; i < WEIGHTS.length; i++) {
            double share = share(i);
            float[] map = map(i);
            Arrays.setAll(right, at -> right[at] + share * map[at]);
        }
        return question.step(new Instruction.Forward(operation()), given(question), List.of(question.made(MAP, right)))
                .rounded();
    }

    private static Question fusionBackward() {
        Question.Builder question = new Question.Builder("the gradient of a weighted fusion");
        float[] dy = Numbers.whole(MAP.size(), 9, 0, 2);
        List<Value> inputs = given(question);
        inputs.add(question.map(MAP, dy));
        double mean = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            mean += share(i) * dot(map(i), dy);
        }
        List<Value> outputs = new ArrayList<>();
        double[] dweights = new double[WEIGHTS.length];
        for (int i = 0; i < WEIGHTS.length; i++) {
            double share = share(i);
            outputs.add(question.made(
                    MAP, Arrays.stream(doubles(dy)).map(value -> share * value).toArray()));
            dweights[i] = WEIGHTS[i] > 0 ? (dot(map(i), dy) - mean) / total() : 0;
        }
        outputs.add(question.made(Shape.of(WEIGHTS.length), dweights));
        return question.step(new Instruction.Backward(operation()), inputs, outputs)
                .rounded();
    }
}
