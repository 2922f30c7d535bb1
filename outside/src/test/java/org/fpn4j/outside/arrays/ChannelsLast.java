package org.fpn4j.outside.arrays;

import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;

/** Maps {@code [N, C, H, W]} as {@code [N, H, W, C]}. */
enum ChannelsLast implements Format {
    FORMAT;

    @Override
    public long bytes(Shape shape) {
        return Float.BYTES * shape.size();
    }

    @Override
    public String toString() {
        return "channels last";
    }

    /** From plain maps, or back to them. */
    static KernelChoice conversion(Shape shape, Format from, Format to) {
        return new KernelChoice(
                "transpose",
                List.of(from),
                List.of(to),
                0,
                (in, out, scratch) -> transposition(shape, in.get(0), out.get(0), to == FORMAT));
    }

    private static Kernel transposition(Shape shape, Block from, Block to, boolean here) {
        Values source = Values.of(from);
        Values target = Values.of(to);
        return () -> {
            int plain = 0;
            for (int n = 0; n < shape.batch(); n++) {
                for (int c = 0; c < shape.channels(); c++) {
                    for (int y = 0; y < shape.height(); y++) {
                        for (int x = 0; x < shape.width(); x++) {
                            int own = index(shape, n, c, y, x);
                            target.set(here ? own : plain, source.get(here ? plain : own));
                            plain++;
                        }
                    }
                }
            }
        };
    }

    /** Where a value stands. */
    static int index(Shape shape, int n, int c, int y, int x) {
        return ((n * shape.height() + y) * shape.width() + x) * shape.channels() + c;
    }
}
