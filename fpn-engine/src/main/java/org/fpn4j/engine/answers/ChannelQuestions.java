package org.fpn4j.engine.answers;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Value;

/** Means of whole maps, factors of their channels, maps beside each other, blocks of cells as channels; and their gradients. */
final class ChannelQuestions {
    private static final Shape MAP = Shape.of(2, 19, 2, 4); // means of multiples of its 8 cells are whole
    private static final Shape MEANS = Shape.of(2, 19, 1, 1);
    private static final int CELLS = 8;

    private ChannelQuestions() {}

    static Stream<Question> all() {
        return Stream.of(
                mean(),
                meanBackward(),
                scale(),
                scaleBackward(),
                joined(32, 16),
                joined(16, 9),
                apart(32, 16),
                apart(9, 16),
                stack(),
                unstack());
    }

    private static float[] eights(long count) {
        float[] values = Numbers.whole(count, 1, -5, 6);
        for (int i = 0; i < values.length; i++) {
            values[i] *= CELLS;
        }
        return values;
    }

    private static Question mean() {
        float[] x = eights(MAP.size());
        double[] means = new double[(int) MEANS.size()];
        for (int i = 0; i < x.length; i++) {
            means[i / CELLS] += x[i] / CELLS;
        }
        Question.Builder question = new Question.Builder("the means of a map");
        return question.step(
                        new Instruction.Forward(new Operation.GlobalAveragePool()),
                        List.of(question.map(MAP, x)),
                        List.of(question.made(MEANS, means)))
                .exact();
    }

    private static Question meanBackward() {
        float[] dy = eights(MEANS.size());
        double[] dx = new double[(int) MAP.size()];
        Arrays.setAll(dx, i -> dy[i / CELLS] / CELLS);
        Question.Builder question = new Question.Builder("the gradient of a map's means");
        return question.step(
                        new Instruction.Backward(new Operation.GlobalAveragePool()),
                        List.of(question.map(MEANS, dy)),
                        List.of(question.made(MAP, dx)))
                .exact();
    }

    private static Question scale() {
        float[] x = Numbers.whole(MAP.size(), 1, -5, 6);
        float[] factors = Numbers.whole(MEANS.size(), 2, -3, 4);
        double[] y = new double[x.length];
        Arrays.setAll(y, i -> x[i] * factors[i / CELLS]);
        Question.Builder question = new Question.Builder("a map times factors of its channels");
        return question.step(
                        new Instruction.Forward(new Operation.ScaleChannels()),
                        List.of(question.map(MAP, x), question.map(MEANS, factors)),
                        List.of(question.made(MAP, y)))
                .exact();
    }

    private static Question scaleBackward() {
        float[] x = Numbers.whole(MAP.size(), 1, -2, 2);
        float[] factors = Numbers.whole(MEANS.size(), 2, -3, 4);
        float[] dy = Numbers.whole(MAP.size(), 3, -2, 3);
        double[] dx = new double[x.length];
        Arrays.setAll(dx, i -> dy[i] * factors[i / CELLS]);
        double[] dfactors = new double[factors.length];
        for (int i = 0; i < x.length; i++) {
            dfactors[i / CELLS] += x[i] * dy[i];
        }
        Question.Builder question = new Question.Builder("the gradients of a map and of factors of its channels");
        return question.step(
                        new Instruction.Backward(new Operation.ScaleChannels()),
                        List.of(question.map(MAP, x), question.map(MEANS, factors), question.map(MAP, dy)),
                        List.of(question.made(MAP, dx), question.made(MEANS, dfactors)))
                .exact();
    }

    private static Shape wide(int channels) {
        return Shape.of(2, channels, 2, 3);
    }

    /** Where a value of one of two maps stands in that of both. */
    private static int place(Shape part, int before, Shape both, int index) {
        int each = (int) part.size() / part.batch();
        int area = part.height() * part.width();
        return index / each * ((int) both.size() / both.batch()) + before * area + index % each;
    }

    private static Question joined(int first, int second) {
        Shape both = wide(first + second);
        float[] one = Numbers.whole(wide(first).size(), 1, -99, 99);
        float[] two = Numbers.whole(wide(second).size(), 2, -99, 99);
        double[] right = new double[(int) both.size()];
        for (int i = 0; i < one.length; i++) {
            right[place(wide(first), 0, both, i)] = one[i];
        }
        for (int i = 0; i < two.length; i++) {
            right[place(wide(second), first, both, i)] = two[i];
        }
        Question.Builder question = new Question.Builder("maps of " + first + " and " + second + " channels in one");
        return question.step(
                        new Instruction.Forward(new Operation.Concat(1)),
                        List.of(question.map(wide(first), one), question.map(wide(second), two)),
                        List.of(question.made(both, right)))
                .exact();
    }

    private static Question apart(int first, int second) {
        Shape both = wide(first + second);
        float[] dy = Numbers.whole(both.size(), 1, -99, 99);
        double[] one = new double[(int) wide(first).size()];
        Arrays.setAll(one, i -> dy[place(wide(first), 0, both, i)]);
        double[] two = new double[(int) wide(second).size()];
        Arrays.setAll(two, i -> dy[place(wide(second), first, both, i)]);
        Question.Builder question =
                new Question.Builder("the gradients of maps of " + first + " and " + second + " channels in one");
        return question.step(
                        new Instruction.Backward(new Operation.Concat(1)),
                        List.of(question.map(both, dy)),
                        List.of(question.made(wide(first), one), question.made(wide(second), two)))
                .exact();
    }

    private static final Shape IMAGE = Shape.of(2, 3, 4, 6);
    private static final Shape DEEP = Shape.of(2, 12, 2, 3);

    /** Where a value of the image stands among the channels of its blocks. */
    private static int stacked(int index) {
        int column = index % IMAGE.width();
        int row = index / IMAGE.width() % IMAGE.height();
        int plane = index / (IMAGE.width() * IMAGE.height());
        int channel = (column % 2 * 2 + row % 2) * IMAGE.channels() + plane % IMAGE.channels();
        int image = plane / IMAGE.channels();
        return ((image * DEEP.channels() + channel) * DEEP.height() + row / 2) * DEEP.width() + column / 2;
    }

    private static Question stack() {
        float[] x = Numbers.whole(IMAGE.size(), 1, -99, 99);
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[stacked(i)] = x[i];
        }
        Question.Builder question = new Question.Builder("blocks of an image as channels");
        List<Value> made = List.of(question.made(DEEP, y));
        return question.step(
                        new Instruction.Forward(new Operation.SpaceToDepth(2)), List.of(question.map(IMAGE, x)), made)
                .exact();
    }

    private static Question unstack() {
        float[] dy = Numbers.whole(DEEP.size(), 1, -99, 99);
        double[] dx = new double[dy.length];
        Arrays.setAll(dx, i -> dy[stacked(i)]);
        Question.Builder question = new Question.Builder("the gradient of blocks of an image as channels");
        List<Value> made = List.of(question.made(IMAGE, dx));
        return question.step(
                        new Instruction.Backward(new Operation.SpaceToDepth(2)), List.of(question.map(DEEP, dy)), made)
                .exact();
    }
}
