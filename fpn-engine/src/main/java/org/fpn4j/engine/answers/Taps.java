package org.fpn4j.engine.answers;

import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;

/**
 * Which value of a map and which of a kernel meet in which value of the result: what convolutions and pooling, and their
 * gradients, are sums over.
 *
 * @param x the map
 * @param weight {@code [O, I / groups, kH, kW]}
 */
record Taps(Shape x, Shape weight, Operation.Convolution convolution) {
    /** Takes the three indices. */
    interface Tap {
        void meet(int from, int kernel, int to);
    }

    private int cells(int size, int before, int after, int taps) {
        return (size + before + after - convolution.span(taps)) / convolution.stride() + 1;
    }

    /** The result. */
    Shape y() {
        Padding padding = convolution.padding();
        return Shape.of(
                x.batch(),
                weight.dim(0),
                cells(x.height(), padding.top(), padding.bottom(), weight.dim(2)),
                cells(x.width(), padding.left(), padding.right(), weight.dim(3)));
    }

    void each(Tap taken) {
        Shape y = y();
        int stride = convolution.stride();
        int dilation = convolution.dilation();
        int top = convolution.padding().top();
        int left = convolution.padding().left();
        int width = x.width();
        int height = x.height();
        int ins = weight.dim(1);
        int outs = weight.dim(0);
        int rows = weight.dim(2);
        int columns = weight.dim(3);
        int results = (int) y.size();
        for (int to = 0; to < results; to++) {
            int column = to % y.width() * stride - left;
            int row = to / y.width() % y.height() * stride - top;
            int plane = to / (y.width() * y.height());
            int out = plane % outs;
            int first = plane / outs * x.channels() + out / (outs / convolution.groups()) * ins;
            for (int tap = 0; tap < rows * columns; tap++) {
                int fromRow = row + tap / columns * dilation;
                int fromColumn = column + tap % columns * dilation;
                if (fromRow >= 0 && fromRow < height && fromColumn >= 0 && fromColumn < width) {
                    int from = (first * height + fromRow) * width + fromColumn;
                    int kernel = out * ins * rows * columns + tap;
                    for (int in = 0; in < ins; in++) {
                        taken.meet(from + in * height * width, kernel + in * rows * columns, to);
                    }
                }
            }
        }
    }
}
