package org.fpn4j.engine.answers;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Ranges;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Value;

/**
 * Convolutions of maps that are whole numbers of eight bits, the largest there are among them: a CPU that adds their products in
 * 16 bits cuts the sums off where kernels are not made smaller for it.
 */
final class QuantizedQuestions {
    private static final String BYTES = "bytes";
    private static final String SIGNED_BYTES = "signed bytes";
    private static final int LARGEST = 255;
    private static final int SIGNED_LARGEST = 127;

    /** A step of each is 1. */
    static final Ranges RANGES = new Ranges(
            Map.of(BYTES, new Ranges.Range(false, LARGEST), SIGNED_BYTES, new Ranges.Range(true, SIGNED_LARGEST)));

    private QuantizedQuestions() {}

    static Stream<Question> all() {
        return Stream.of(
                        taps(19, 21, 3, 1, 3, 4),
                        taps(32, 48, 1, 1, 3, 3),
                        taps(64, 64, 3, 1, 4, 5),
                        taps(16, 32, 3, 2, 5, 6))
                .flatMap(taps -> Stream.of(
                        convolution(
                                "the largest bytes",
                                taps,
                                BYTES,
                                filled(taps, LARGEST),
                                filled(taps.weight().size(), 1)),
                        convolution(
                                "bytes",
                                taps,
                                BYTES,
                                Numbers.whole(taps.x().size(), 1, 0, LARGEST),
                                Numbers.whole(taps.weight().size(), 2, -1, 1)),
                        convolution(
                                "the largest signed bytes",
                                taps,
                                SIGNED_BYTES,
                                filled(taps, -SIGNED_LARGEST),
                                filled(taps.weight().size(), -1)),
                        convolution(
                                "signed bytes",
                                taps,
                                SIGNED_BYTES,
                                Numbers.whole(taps.x().size(), 1, -SIGNED_LARGEST, SIGNED_LARGEST),
                                Numbers.whole(taps.weight().size(), 2, -1, 1))));
    }

    private static Taps taps(int in, int out, int kernel, int stride, int height, int width) {
        return new Taps(
                Shape.of(1, in, height, width),
                Shape.of(out, in, kernel, kernel),
                new Operation.Convolution(stride, Padding.of(kernel / 2), 1));
    }

    private static float[] filled(Taps taps, int value) {
        return filled(taps.x().size(), value);
    }

    private static float[] filled(long count, int value) {
        float[] values = new float[(int) count];
        Arrays.fill(values, value);
        return values;
    }

    /** With a bias, a residual of bytes, and a rectifier. */
    private static Question convolution(String of, Taps taps, String range, float[] x, float[] weight) {
        Shape y = taps.y();
        Question.Builder question = new Question.Builder("a convolution " + taps.weight() + "/"
                + taps.convolution().stride() + " of " + of + " with bias, residual and relu");
        float[] bias = Numbers.whole(y.channels(), 4, -2, 3);
        float[] residual = Numbers.whole(y.size(), 5, 0, LARGEST);
        double[] right = new double[residual.length];
        for (int i = 0; i < right.length; i++) {
            right[i] = bias[i / (y.height() * y.width()) % y.channels()] + residual[i];
        }
        taps.each((from, tap, to) -> right[to] += x[from] * weight[tap]);
        for (int i = 0; i < right.length; i++) {
            right[i] = Math.max(right[i], 0);
        }
        List<Value> inputs = List.of(
                question.plain(range, taps.x(), x),
                question.plain(taps.weight(), weight),
                question.plain(Shape.of(bias.length), bias),
                question.plain(BYTES, y, residual));
        Instruction.Convolve convolve = new Instruction.Convolve(taps.convolution(), true, true, Activation.RELU);
        return question.step(convolve, inputs, List.of(question.made(y, right))).rounded();
    }
}
