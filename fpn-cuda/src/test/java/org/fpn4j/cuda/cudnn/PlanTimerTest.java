package org.fpn4j.cuda.cudnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.cudnn.ConvolutionGraph.Direction;
import org.fpn4j.cuda.cudnn.ConvolutionGraph.Following;
import org.fpn4j.cuda.device.Device;
import org.fpn4j.cuda.device.DeviceFunction;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.device.KernelSource;
import org.fpn4j.cuda.device.Uploads;
import org.fpn4j.cuda.emulation.EmulatedDevice;
import org.fpn4j.engine.kernel.Kernel;
import org.junit.jupiter.api.Test;

class PlanTimerTest {
    private static final Shape MAP = Shape.of(1, 8, 4, 4);
    private static final ConvolutionGraph GRAPH = new ConvolutionGraph(
            Direction.FORWARD,
            ElementType.BFLOAT16,
            MAP,
            Shape.of(16, 8, 3, 3),
            Shape.of(1, 16, 4, 4),
            new Operation.Convolution(1, Padding.of(1), 1),
            new Following(true, true, true));

    private final List<ConvolutionPlan.Operands> bound = new ArrayList<>();

    /** A plan that takes some milliseconds. */
    private ConvolutionPlan plan(int milliseconds, long workspace) {
        return new ConvolutionPlan() {
            @Override
            public String words() {
                return milliseconds + " ms";
            }

            @Override
            public long workspace() {
                return workspace;
            }

            @Override
            public Kernel bind(Operands operands) {
                bound.add(operands);
                return () -> {
                    long end = System.nanoTime() + milliseconds * 1_000_000L;
                    while (System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                };
            }
        };
    }

    @Test
    void theFastestPlanIsFoundWhereverItStands() {
        PlanTimer timer = new PlanTimer(EmulatedDevice.memory().device());

        assertThat(timer.fastest(GRAPH, List.of(plan(4, 0), plan(0, 100), plan(2, 0))))
                .isEqualTo(1);
        assertThat(timer.fastest(GRAPH, List.of(plan(0, 0), plan(2, 0)))).isZero();
    }

    @Test
    void whatIsTimedHasMemoryForEverythingWhichIsGivenBack() {
        EmulatedDevice device = (EmulatedDevice) EmulatedDevice.memory().device();
        long before = device.allocated();

        new PlanTimer(device).fastest(GRAPH, List.of(plan(0, 0), plan(0, 100)));

        assertThat(device.allocated()).isEqualTo(before);
        assertThat(bound).hasSize(2);
        assertThat(bound.get(0)).isEqualTo(bound.get(1));
        ConvolutionPlan.Operands operands = bound.get(0);
        assertThat(List.of(
                        operands.x(),
                        operands.weight(),
                        operands.y(),
                        operands.shift(),
                        operands.residual(),
                        operands.workspace()))
                .doesNotContain(0L)
                .doesNotHaveDuplicates();
    }

    @Test
    void whereMemoryDoesNotSufficeTheFirstIsTaken() {
        PlanTimer timer = new PlanTimer(new FullDevice());

        assertThat(timer.fastest(GRAPH, List.of(plan(2, 0), plan(0, 0)))).isZero();
        assertThat(bound).isEmpty();
    }

    /** Has nothing left to give. */
    private static final class FullDevice implements Device {
        @Override
        public String name() {
            return "full device";
        }

        @Override
        public void enter() {}

        @Override
        public long allocate(long bytes) {
            throw new UserInputException("execution", "the device is full");
        }

        @Override
        public void free(long address) {
            throw new AssertionError("nothing was given");
        }

        @Override
        public void upload(long address, Pointer host, long bytes) {}

        @Override
        public Uploads uploads(long address, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void download(Pointer host, long address, long bytes) {}

        @Override
        public void copy(long to, long from, long bytes) {}

        @Override
        public void clear(long address, long bytes) {}

        @Override
        public DeviceFunction function(KernelSource source, String name) {
            throw new AssertionError("nothing is launched");
        }

        @Override
        public void await() {}

        @Override
        public Kernel recorded(List<Kernel> kernels) {
            throw new AssertionError("nothing is recorded");
        }
    }
}
