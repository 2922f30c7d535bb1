package org.fpn4j.cuda;

import java.util.List;
import java.util.Locale;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.device.DeviceLayout;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.device.Grid;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.RefusedException;
import org.fpn4j.engine.plan.Step;

/** Max pooling: {@code max_pool.cu}. */
final class PoolKernels {
    private final Launcher launcher;
    private final ElementType type;
    private final Format map;

    PoolKernels(Launcher launcher, ElementType type) {
        this.launcher = launcher;
        this.type = type;
        this.map = DeviceLayout.maps(type);
    }

    /**
     * The state of a pool: for each value the cell of its window that it was found in, in the order of the map.
     *
     * @param type of the map, whose channels are filled up
     * @param size of a cell's number
     */
    record Winners(ElementType type, Size size) implements Format {
        enum Size {
            BYTES(1),
            INTS(4);

            private final int bytes;

            Size(int bytes) {
                this.bytes = bytes;
            }

            String suffix() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        static Winners of(ElementType type, Operation.MaxPool pool) {
            return new Winners(type, pool.kernel() <= 16 ? Size.BYTES : Size.INTS);
        }

        @Override
        public long bytes(Shape shape) {
            return shape.size() / shape.channels() * type.padded(shape.channels()) * size.bytes;
        }

        @Override
        public String toString() {
            return "winners as " + size.suffix();
        }
    }

    KernelChoice forward(Step step, Operation.MaxPool pool) {
        Shape x = step.inputs().get(0).shape();
        Shape y = step.outputs().get(0).shape();
        Winners winners = Winners.of(type, pool);
        return new KernelChoice(
                "max_pool.cu",
                List.of(map),
                List.of(map, winners),
                0,
                (in, out, scratch) ->
                        launch("forward_" + winners.size().suffix(), pool, x, y, y, in.get(0), out.get(0), out.get(1)));
    }

    /** Wants x only because the plan names it; the winners say everything. */
    KernelChoice backward(Step step, Operation.MaxPool pool, List<Format> formats) {
        Shape x = step.outputs().get(0).shape();
        Shape y = step.inputs().get(2).shape();
        Winners winners = Winners.of(type, pool);
        if (!formats.get(1).equals(winners)) {
            throw new RefusedException("the winners of this max pool are not the device's");
        }
        return new KernelChoice(
                "max_pool.cu",
                List.of(formats.get(0), winners, map),
                List.of(map),
                0,
                (in, out, scratch) ->
                        launch("backward_" + winners.size().suffix(), pool, x, y, x, in.get(1), in.get(2), out.get(0)));
    }

    /** @param made what threads are counted over */
    private Kernel launch(
            String kernel,
            Operation.MaxPool pool,
            Shape x,
            Shape y,
            Shape made,
            Object first,
            Object second,
            Object third) {
        int vectors = type.padded(x.channels()) / type.lanes();
        return launcher.launch(
                "max_pool",
                type,
                kernel,
                Grid.rows((long) made.batch() * made.height(), (long) made.width() * vectors),
                first,
                second,
                third,
                x.height(),
                x.width(),
                y.height(),
                y.width(),
                vectors,
                pool.kernel(),
                pool.stride(),
                pool.padding().top(),
                pool.padding().left());
    }
}
