package org.fpn4j.engine.answers;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Value;

/** Max pooling, resizing, predictor maps to rows of cells; and their gradients. */
final class WindowQuestions {
    private static final int CHANNELS = 19;

    private WindowQuestions() {}

    static Stream<Question> all() {
        return Stream.of(pool(), resize(), resizeBackward(), join(), split());
    }

    /** Forward and back, because only the kernel knows what stands between. */
    private static Question pool() {
        Question.Builder question = new Question.Builder("a max pool and its gradient");
        Shape shape = Shape.of(1, CHANNELS, 3, 4); // fewer values than bfloat16 has whole numbers
        Taps taps = new Taps(shape, Shape.of(CHANNELS, 1, 3, 3), new Operation.Convolution(2, Padding.of(1), CHANNELS));
        float[] x = Numbers.different(shape.size());
        float[] dy = Numbers.whole(taps.y().size(), 1, 1, 3);
        double[] y = new double[dy.length];
        int[] winners = new int[dy.length];
        Arrays.fill(y, -1);
        taps.each((from, tap, to) -> {
            if (x[from] > y[to]) {
                y[to] = x[from];
                winners[to] = from;
            }
        });
        double[] dx = new double[x.length];
        for (int i = 0; i < dy.length; i++) {
            dx[winners[i]] += dy[i];
        }
        Operation pool = new Operation.MaxPool(3, 2, Padding.of(1));
        Value map = question.map(shape, x);
        Value state = question.between(taps.y(), new Value.State());
        return question.step(new Instruction.Forward(pool), List.of(map), List.of(question.made(taps.y(), y), state))
                .step(
                        new Instruction.Backward(pool),
                        List.of(map, state, question.map(taps.y(), dy)),
                        List.of(question.made(shape, dx)))
                .exact();
    }

    private static final Shape SMALL = Shape.of(1, CHANNELS, 3, 2);
    private static final Shape LARGE = Shape.of(1, CHANNELS, 6, 4);

    /** Which small cell each large one comes from. */
    private static int source(int large) {
        int row = large / LARGE.width() % LARGE.height() / 2;
        int column = large % LARGE.width() / 2;
        return (large / (LARGE.height() * LARGE.width()) * SMALL.height() + row) * SMALL.width() + column;
    }

    private static Question resize() {
        Question.Builder question = new Question.Builder("a resize to twice the size");
        float[] x = Numbers.whole(SMALL.size(), 1, -9, 9);
        double[] y = new double[(int) LARGE.size()];
        Arrays.setAll(y, i -> x[source(i)]);
        return question.step(
                        new Instruction.Forward(new Operation.ResizeNearest(LARGE.height(), LARGE.width())),
                        List.of(question.map(SMALL, x)),
                        List.of(question.made(LARGE, y)))
                .exact();
    }

    private static Question resizeBackward() {
        Question.Builder question = new Question.Builder("the gradient of a resize to twice the size");
        float[] dy = Numbers.whole(LARGE.size(), 1, -9, 9);
        double[] dx = new double[(int) SMALL.size()];
        for (int i = 0; i < dy.length; i++) {
            dx[source(i)] += dy[i];
        }
        return question.step(
                        new Instruction.Backward(new Operation.ResizeNearest(LARGE.height(), LARGE.width())),
                        List.of(question.map(LARGE, dy)),
                        List.of(question.made(SMALL, dx)))
                .exact();
    }

    private static final int VALUES = 7;
    private static final List<Shape> LEVELS = List.of(Shape.of(2, 3 * VALUES, 2, 3), Shape.of(2, 3 * VALUES, 1, 2));
    private static final Shape CELLS = Shape.of(2, 3 * (2 * 3 + 2), VALUES);

    /** Where a value of a level stands among the cells. */
    private static int place(int level, int index) {
        Shape shape = LEVELS.get(level);
        int area = shape.height() * shape.width();
        int image = index / (shape.channels() * area);
        int channel = index / area % shape.channels();
        int before = level == 0 ? 0 : (int) LEVELS.get(0).size() / LEVELS.get(0).batch();
        return image * CELLS.dim(1) * VALUES + before + index % area * shape.channels() + channel;
    }

    private static Question join() {
        Question.Builder question = new Question.Builder("maps to rows of cells");
        double[] cells = new double[(int) CELLS.size()];
        List<Value> maps = Stream.of(0, 1)
                .map(level -> {
                    float[] map = Numbers.whole(LEVELS.get(level).size(), level, -99, 99);
                    for (int i = 0; i < map.length; i++) {
                        cells[place(level, i)] = map[i];
                    }
                    return question.map(LEVELS.get(level), map);
                })
                .toList();
        return question.step(new Instruction.JoinCells(VALUES), maps, List.of(question.made(CELLS, cells)))
                .exact();
    }

    private static Question split() {
        Question.Builder question = new Question.Builder("rows of cells to maps");
        float[] cells = Numbers.whole(CELLS.size(), 1, -99, 99);
        List<Value> maps = Stream.of(0, 1)
                .map(level -> {
                    double[] map = new double[(int) LEVELS.get(level).size()];
                    Arrays.setAll(map, i -> cells[place(level, i)]);
                    return question.made(LEVELS.get(level), map);
                })
                .toList();
        return question.step(new Instruction.SplitCells(VALUES), List.of(question.plain(CELLS, cells)), maps)
                .exact();
    }
}
