package org.fpn4j.engine.answers;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.NormInstruction;
import org.fpn4j.engine.plan.Value;

/**
 * Norms and their gradients, by the statistics of a channel in all images or of a group of channels in each.
 *
 * <p>With {@code h = (x - mean) / sqrt(variance + epsilon)} and {@code g = scale dy}: {@code dx = (g - mean(g) - h mean(g h)) /
 * sqrt(variance + epsilon)}, means over what shares its statistics.
 */
final class NormQuestions {
    private static final double EPSILON = 1.0 / 16;

    private final String what;
    private final Shape shape;
    private final int groups; // of an image; 0 for the channels of all images
    private final float[] x;
    private final float[] scale;
    private final float[] shift;
    private final float[] dy;
    private final double[] mean;
    private final double[] variance;

    private NormQuestions(String what, Shape shape, int groups) {
        this.what = what;
        this.shape = shape;
        this.groups = groups;
        x = Numbers.whole(shape.size(), 1, -4, 6);
        scale = Numbers.eighths(shape.channels(), 2, 1, 2);
        shift = Numbers.eighths(shape.channels(), 3, -1, 1);
        dy = Numbers.whole(shape.size(), 4, -3, 3);
        mean = means(index -> x[index]);
        variance = means(index -> (x[index] - mean[set(index)]) * (x[index] - mean[set(index)]));
    }

    static Stream<Question> all() {
        return Stream.of(
                        new NormQuestions("batch norm of 19 channels", Shape.of(2, 19, 2, 3), 0),
                        new NormQuestions("batch norm of 32 channels", Shape.of(2, 32, 3, 3), 0),
                        new NormQuestions("group norm of 20 channels", Shape.of(2, 20, 2, 3), 4),
                        new NormQuestions("group norm of 32 channels", Shape.of(2, 32, 3, 3), 4))
                .flatMap(norm -> Stream.of(norm.forward(), norm.backward()));
    }

    private interface Term {
        double of(int index);
    }

    private int channel(int index) {
        return index / (shape.height() * shape.width()) % shape.channels();
    }

    /** Which statistics a value has. */
    private int set(int index) {
        return groups == 0
                ? channel(index)
                : index / (shape.channels() * shape.height() * shape.width()) * groups
                        + channel(index) / (shape.channels() / groups);
    }

    private int sets() {
        return groups == 0 ? shape.channels() : shape.batch() * groups;
    }

    private double[] means(Term term) {
        double[] means = new double[sets()];
        double share = (double) means.length / x.length;
        for (int i = 0; i < x.length; i++) {
            means[set(i)] += term.of(i) * share;
        }
        return means;
    }

    private double inverse(int index) {
        return 1 / Math.sqrt(variance[set(index)] + EPSILON);
    }

    private double normal(int index) {
        return (x[index] - mean[set(index)]) * inverse(index);
    }

    private Shape statistics() {
        return groups == 0 ? Shape.of(shape.channels()) : Shape.of(shape.batch(), groups);
    }

    private Question forward() {
        Question.Builder question = new Question.Builder("a " + what);
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = scale[channel(i)] * normal(i) + shift[channel(i)];
        }
        Shape vector = Shape.of(shape.channels());
        Instruction instruction = groups == 0
                ? new NormInstruction.Normalize(EPSILON)
                : new Instruction.Forward(new Operation.GroupNorm(groups, EPSILON));
        return question.step(
                        instruction,
                        List.of(question.map(shape, x), question.plain(vector, scale), question.plain(vector, shift)),
                        List.of(
                                question.made(shape, y),
                                question.made(statistics(), mean),
                                question.made(statistics(), variance)))
                .rounded();
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private Question backward() {
        Question.Builder question = new Question.Builder("the gradient of a " + what);
        double[] direct = means(index -> scale[channel(index)] * (double) dy[index]);
        double[] along = means(index -> scale[channel(index)] * (double) dy[index] * normal(index));
        double[] dx = new double[x.length];
        double[] dscale = new double[shape.channels()];
        double[] dshift = new double[shape.channels()];
        for (int i = 0; i < dx.length; i++) {
            double given = scale[channel(i)] * (double) dy[i];
            dx[i] = inverse(i) * (given - direct[set(i)] - normal(i) * along[set(i)]);
            dscale[channel(i)] += dy[i] * normal(i);
            dshift[channel(i)] += dy[i];
        }
        Shape vector = Shape.of(shape.channels());
        List<Value> inputs = new ArrayList<>();
        inputs.add(question.map(shape, x));
        inputs.add(question.plain(vector, scale));
        inputs.add(question.plain(statistics(), floats(mean)));
        inputs.add(question.plain(statistics(), floats(variance)));
        inputs.add(question.map(shape, dy));
        Instruction instruction = groups == 0
                ? new NormInstruction.NormalizeBackward(EPSILON)
                : new Instruction.Backward(new Operation.GroupNorm(groups, EPSILON));
        return question.step(
                        instruction,
                        inputs,
                        List.of(question.made(shape, dx), question.made(vector, dscale), question.made(vector, dshift)))
                .rounded();
    }
}
