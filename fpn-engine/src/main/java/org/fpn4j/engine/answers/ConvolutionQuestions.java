package org.fpn4j.engine.answers;

import java.util.List;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.NormInstruction;
import org.fpn4j.engine.plan.Value;

/** Convolutions, their gradients, and norms folded into their kernels: full vectors of channels, and rests. */
final class ConvolutionQuestions {
    private final String what;
    private final Taps taps;
    private final float[] x;
    private final float[] weight;
    private final float[] dy;
    private final double[] y;
    private final double[] dx;
    private final double[] dweight;

    private ConvolutionQuestions(String what, Taps taps) {
        this.what = what;
        this.taps = taps;
        x = Numbers.whole(taps.x().size(), 1, 0, 2);
        weight = Numbers.whole(taps.weight().size(), 2, -1, 1);
        dy = Numbers.whole(taps.y().size(), 3, 0, 2);
        y = new double[dy.length];
        dx = new double[x.length];
        dweight = new double[weight.length];
        taps.each((from, tap, to) -> {
            y[to] += x[from] * weight[tap];
            dx[from] += dy[to] * weight[tap];
            dweight[tap] += x[from] * dy[to];
        });
    }

    private static ConvolutionQuestions of(int in, int out, int kernel, int stride, int groups, int height, int width) {
        String what = "convolution " + kernel + "x" + kernel
                + (groups == 1 ? " of " + in + " to " + out + " channels" : " of " + in + " single channels");
        return new ConvolutionQuestions(
                what,
                new Taps(
                        Shape.of(1, in, height, width),
                        Shape.of(out, in / groups, kernel, kernel),
                        new Operation.Convolution(stride, Padding.of(kernel / 2), groups)));
    }

    /** With two cells between taps. */
    private static ConvolutionQuestions dilated(int in, int out, int groups) {
        String what = groups == 1
                ? "dilated convolution of " + in + " to " + out + " channels"
                : "dilated convolution of " + in + " single channels";
        return new ConvolutionQuestions(
                what,
                new Taps(
                        Shape.of(1, in, 5, 6),
                        Shape.of(out, in / groups, 3, 3),
                        new Operation.Convolution(1, Padding.of(3), groups, 3)));
    }

    /** Of many maps that the kernel covers: libraries multiply matrices then. */
    private static ConvolutionQuestions covering(int in, int out, int kernel) {
        return new ConvolutionQuestions(
                "convolution of " + in + " to " + out + " channels that covers 33 maps",
                new Taps(
                        Shape.of(33, in, kernel, kernel),
                        Shape.of(out, in, kernel, kernel),
                        new Operation.Convolution(1, Padding.NONE, 1)));
    }

    static Stream<Question> all() {
        return Stream.of(
                        of(19, 21, 3, 1, 1, 3, 4),
                        of(32, 48, 1, 1, 1, 3, 3),
                        of(3, 16, 7, 2, 1, 7, 8),
                        of(16, 32, 3, 2, 1, 5, 6),
                        of(19, 19, 3, 1, 19, 4, 5),
                        of(32, 32, 3, 1, 32, 5, 4),
                        dilated(32, 16, 1),
                        dilated(19, 19, 19),
                        covering(19, 21, 3),
                        covering(32, 48, 1))
                .flatMap(questions -> Stream.of(
                        questions.forward(),
                        questions.backwardData(),
                        questions.backwardWeights(),
                        questions.folded(),
                        questions.unfolded()));
    }

    private Instruction.Convolve convolve(boolean bias, boolean residual, Activation activation) {
        return new Instruction.Convolve(taps.convolution(), bias, residual, activation);
    }

    /** With all that may follow it in one pass. */
    private Question forward() {
        Question.Builder question = new Question.Builder("a " + what + " with bias, residual and relu");
        float[] bias = Numbers.whole(taps.y().channels(), 4, -2, 3);
        float[] residual = Numbers.whole(taps.y().size(), 5, -3, 4);
        double[] right = y.clone();
        for (int i = 0; i < right.length; i++) {
            right[i] = Math.max(right[i] + bias[channel(taps.y(), i)] + residual[i], 0);
        }
        List<Value> inputs = List.of(
                question.plain(taps.x(), x),
                question.plain(taps.weight(), weight),
                question.plain(Shape.of(bias.length), bias),
                question.plain(taps.y(), residual));
        return question.step(convolve(true, true, Activation.RELU), inputs, List.of(question.made(taps.y(), right)))
                .exact();
    }

    private static int channel(Shape map, int index) {
        return index / (map.height() * map.width()) % map.channels();
    }

    private Question backwardData() {
        Question.Builder question = new Question.Builder("the gradient of the input of a " + what);
        List<Value> inputs = List.of(question.plain(taps.weight(), weight), question.plain(taps.y(), dy));
        return question.step(
                        new Instruction.ConvolveBackwardData(taps.convolution()),
                        inputs,
                        List.of(question.made(taps.x(), dx)))
                .exact();
    }

    private double[] dbias() {
        double[] dbias = new double[taps.y().channels()];
        for (int i = 0; i < dy.length; i++) {
            dbias[channel(taps.y(), i)] += dy[i];
        }
        return dbias;
    }

    private Instruction.ConvolveBackwardWeights toWeights() {
        return new Instruction.ConvolveBackwardWeights(taps.convolution(), true);
    }

    private Question backwardWeights() {
        Question.Builder question = new Question.Builder("the gradient of the kernel of a " + what);
        double[] dbias = dbias();
        List<Value> outputs =
                List.of(question.made(taps.weight(), dweight), question.made(Shape.of(dbias.length), dbias));
        return question.step(toWeights(), List.of(question.plain(taps.x(), x), question.plain(taps.y(), dy)), outputs)
                .exact();
    }

    /** Factors of 1 and 2 for the channels of the result. */
    private float[] scales() {
        return Numbers.whole(taps.y().channels(), 6, 1, 2);
    }

    /** A norm that gives a factor of 1 or 2 to each channel, folded into the kernel. */
    private Question folded() {
        Question.Builder question = new Question.Builder("a norm folded into a " + what);
        int channels = taps.y().channels();
        float[] scale = scales();
        float[] shift = Numbers.whole(channels, 7, -2, 2);
        float[] mean = Numbers.whole(channels, 8, -2, 2);
        double[] right = y.clone();
        for (int i = 0; i < right.length; i++) {
            int channel = channel(taps.y(), i);
            right[i] = scale[channel] * (right[i] - mean[channel]) + shift[channel];
        }
        Shape vector = Shape.of(channels);
        Value folded = question.between(taps.weight(), new Value.Computed());
        Value bias = question.between(vector, new Value.Computed());
        List<Value> norm = List.of(
                question.plain(taps.weight(), weight),
                question.plain(vector, scale),
                question.plain(vector, shift),
                question.plain(vector, mean),
                question.plain(vector, Numbers.whole(channels, 9, 1, 1)));
        return question.step(new NormInstruction.Fold(0, false), norm, List.of(folded, bias))
                .step(
                        convolve(true, false, Activation.NONE),
                        List.of(question.plain(taps.x(), x), folded, bias),
                        List.of(question.made(taps.y(), right)))
                .exact();
    }

    private Question unfolded() {
        Question.Builder question = new Question.Builder("the gradient of a norm folded into a " + what);
        float[] scale = scales();
        double[] right = dweight.clone();
        for (int i = 0; i < right.length; i++) {
            right[i] *= scale[i / (weight.length / scale.length)];
        }
        Shape vector = Shape.of(scale.length);
        Value dfolded = question.between(taps.weight(), new Value.Computed());
        Value dbias = question.between(vector, new Value.Computed());
        return question.step(
                        toWeights(),
                        List.of(question.plain(taps.x(), x), question.plain(taps.y(), dy)),
                        List.of(dfolded, dbias))
                .step(
                        new NormInstruction.FoldBackward(0, false),
                        List.of(
                                question.plain(vector, scale),
                                question.plain(vector, Numbers.whole(scale.length, 9, 1, 1)),
                                dfolded),
                        List.of(question.made(taps.weight(), right)))
                .exact();
    }
}
