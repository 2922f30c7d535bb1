package org.fpn4j.engine.answers;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Value;

/** Activations and their gradients, sums, constant factors. */
final class ElementwiseQuestions {
    private static final Shape MAP = Shape.of(1, 19, 3, 5);
    private static final double LEAK = 0.01f;

    private ElementwiseQuestions() {}

    static Stream<Question> all() {
        Stream<Question> activations = Arrays.stream(Activation.values())
                .filter(activation -> activation != Activation.NONE)
                .flatMap(activation -> Stream.of(forward(activation), backward(activation)));
        return Stream.concat(activations, Stream.of(sum(2), sum(3), multiply()));
    }

    private static String named(Activation activation) {
        return activation.name().toLowerCase(Locale.ROOT);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double hardSigmoid(double x) {
        return Math.min(Math.max(x / 6 + 0.5, 0), 1);
    }

    private static double activated(Activation activation, double x) {
        return switch (activation) {
            case NONE -> x;
            case RELU -> Math.max(x, 0);
            case LEAKY_RELU -> x > 0 ? x : LEAK * x;
            case SWISH -> x * sigmoid(x);
            case SIGMOID -> sigmoid(x);
            case EXP -> Math.exp(x);
            case HARD_SIGMOID -> hardSigmoid(x);
            case HARD_SWISH -> x * hardSigmoid(x);
            case RELU6 -> Math.min(Math.max(x, 0), 6);
        };
    }

    /** From what went in or what came out, as {@link Activation#slopeIsKnownByInput} says. */
    private static double slope(Activation activation, double value) {
        return switch (activation) {
            case NONE -> 1;
            case RELU -> value > 0 ? 1 : 0;
            case LEAKY_RELU -> value > 0 ? 1 : LEAK;
            case SWISH -> sigmoid(value) * (1 + value * (1 - sigmoid(value)));
            case SIGMOID -> value * (1 - value);
            case EXP -> value;
            case HARD_SIGMOID -> Math.abs(value) < 3 ? 1.0 / 6 : 0;
            case HARD_SWISH -> value <= -3 ? 0 : value >= 3 ? 1 : value / 3 + 0.5;
            case RELU6 -> value > 0 && value < 6 ? 1 : 0;
        };
    }

    private static Question forward(Activation activation) {
        Question.Builder question = new Question.Builder("a " + named(activation));
        float[] x = Numbers.eighths(MAP.size(), 1, -3, 3);
        double[] y = IntStream.range(0, x.length)
                .mapToDouble(i -> activated(activation, x[i]))
                .toArray();
        return question.step(
                        new Instruction.Forward(new Operation.Activate(activation)),
                        List.of(question.map(MAP, x)),
                        List.of(question.made(MAP, y)))
                .rounded();
    }

    private static Question backward(Activation activation) {
        Question.Builder question = new Question.Builder("the gradient of a " + named(activation));
        float[] value = Numbers.eighths(MAP.size(), 2, -3, 3);
        for (int i = 0; i < value.length; i++) {
            value[i] += 1.0f / 16; // at 0 a rectifier has any slope that one likes
        }
        float[] dy = Numbers.whole(MAP.size(), 3, -3, 3);
        double[] dx = IntStream.range(0, dy.length)
                .mapToDouble(i -> dy[i] * slope(activation, value[i]))
                .toArray();
        return question.step(
                        new Instruction.Backward(new Operation.Activate(activation)),
                        List.of(question.map(MAP, value), question.map(MAP, dy)),
                        List.of(question.made(MAP, dx)))
                .rounded();
    }

    private static Question sum(int terms) {
        Question.Builder question = new Question.Builder("a sum of " + terms + " maps");
        double[] right = new double[(int) MAP.size()];
        List<Value> inputs = IntStream.range(0, terms)
                .mapToObj(term -> {
                    float[] values = Numbers.whole(MAP.size(), term, -9, 12);
                    Arrays.setAll(right, i -> right[i] + values[i]);
                    return question.map(MAP, values);
                })
                .toList();
        return question.step(new Instruction.Forward(new Operation.Sum()), inputs, List.of(question.made(MAP, right)))
                .exact();
    }

    private static Question multiply() {
        Question.Builder question = new Question.Builder("a map times a constant");
        float[] x = Numbers.whole(MAP.size(), 1, -9, 12);
        double[] right =
                IntStream.range(0, x.length).mapToDouble(i -> 0.5 * x[i]).toArray();
        return question.step(
                        new Instruction.Forward(new Operation.Multiply(0.5)),
                        List.of(question.map(MAP, x)),
                        List.of(question.made(MAP, right)))
                .exact();
    }
}
