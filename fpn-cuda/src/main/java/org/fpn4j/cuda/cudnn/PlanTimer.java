package org.fpn4j.cuda.cudnn;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.cuda.cudnn.ConvolutionGraph.Following;
import org.fpn4j.cuda.cudnn.ConvolutionPlan.Operands;
import org.fpn4j.cuda.device.Device;
import org.fpn4j.engine.kernel.Kernel;

/** Which of several plans for a graph a card computes fastest, on memory full of zeros. */
public final class PlanTimer {
    private static final int ROUNDS = 5;
    private static final int RUNS = 10;

    private final Device device;

    /** Timing on a card. */
    public PlanTimer(Device device) {
        this.device = device;
    }

    /** The fastest of one or more; the first where the card's memory does not suffice to try. */
    int fastest(ConvolutionGraph graph, List<? extends ConvolutionPlan> plans) {
        List<Long> allocated = new ArrayList<>();
        device.enter();
        try {
            long workspace =
                    plans.stream().mapToLong(ConvolutionPlan::workspace).max().orElseThrow();
            long values = graph.type().bytes();
            Following following = graph.following();
            Operands operands = new Operands(
                    zeros(values * graph.x().size(), allocated),
                    zeros(values * graph.weight().size(), allocated),
                    zeros(values * graph.y().size(), allocated),
                    following.shift() ? zeros((long) Float.BYTES * graph.y().channels(), allocated) : 0,
                    following.residual() ? zeros(values * graph.y().size(), allocated) : 0,
                    workspace > 0 ? zeros(workspace, allocated) : 0);
            int fastest = 0;
            long best = Long.MAX_VALUE;
            for (int i = 0; i < plans.size(); i++) {
                long taken = nanoseconds(plans.get(i), operands);
                if (taken < best) {
                    fastest = i;
                    best = taken;
                }
            }
            return fastest;
        } catch (UserInputException e) {
            return 0;
        } finally {
            allocated.forEach(device::free);
        }
    }

    private long zeros(long bytes, List<Long> allocated) {
        long address = device.allocate(bytes);
        allocated.add(address);
        device.clear(address, bytes);
        return address;
    }

    /** The shortest of several rounds: what disturbs only makes it longer. */
    private long nanoseconds(ConvolutionPlan plan, Operands operands) {
        try (Kernel kernel = plan.bind(operands)) {
            long shortest = Long.MAX_VALUE;
            for (int round = 0; round <= ROUNDS; round++) {
                long begun = System.nanoTime();
                for (int run = 0; run < RUNS; run++) {
                    kernel.run();
                }
                device.await();
                if (round > 0) { // the first loads the machine code
                    shortest = Math.min(shortest, System.nanoTime() - begun);
                }
            }
            return shortest;
        }
    }
}
