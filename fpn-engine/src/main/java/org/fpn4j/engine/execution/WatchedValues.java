package org.fpn4j.engine.execution;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.plan.Value;

/**
 * What can be seen of a plan while it runs: every value that a step makes, once, when it is made. Values in a format of a
 * provider's own are made plain for it, one after the other in the same place. What only the kernel that made it can read (a
 * {@link Value.State}) is left out.
 *
 * @param all in the order in which they are made
 */
record WatchedValues(List<Watched> all) {
    /**
     * One of them.
     *
     * @param plain makes it plain; empty where it is
     */
    record Watched(PlanValue value, Stored stored, Optional<KernelChoice> plain) {
        /** What it takes in its memory to read it. */
        private long bytes() {
            return plain.map(choice -> plainBytes() + aligned(choice.scratch())).orElse(0L);
        }

        /** Of its values where they are plain, to where the scratch of what makes them plain can begin. */
        long plainBytes() {
            return aligned(Format.PLAIN.bytes(stored.value().shape()));
        }

        private static long aligned(long bytes) {
            return (bytes + Memory.ALIGNMENT - 1) / Memory.ALIGNMENT * Memory.ALIGNMENT;
        }
    }

    WatchedValues {
        all = List.copyOf(all);
    }

    static WatchedValues of(PlacedPlan plan, List<KernelProvider> providers) {
        KernelSteps steps = plan.steps();
        List<Watched> all = new ArrayList<>();
        Set<Value> seen = new HashSet<>();
        for (int at = 0; at < steps.everyRun().size(); at++) {
            KernelStep step = steps.everyRun().get(at);
            for (Stored output : step.outputs()) {
                if (!isCarried(step, output)
                        && !(output.value().source() instanceof Value.State)
                        && seen.add(output.value())) {
                    PlanValue value = new PlanValue(
                            output.value().name(),
                            output.value().shape(),
                            at,
                            step.label(),
                            step.provider() + " " + step.choice().kernel(),
                            step.origins(),
                            at >= steps.forward());
                    all.add(new Watched(value, output, plain(output, providers)));
                }
            }
        }
        return new WatchedValues(all);
    }

    /** Whether a step brings a value to another format or memory, which makes nothing. */
    private static boolean isCarried(KernelStep step, Stored output) {
        return step.inputs().size() == 1
                && step.inputs().get(0) != output
                && step.inputs().get(0).value().equals(output.value());
    }

    private static Optional<KernelChoice> plain(Stored stored, List<KernelProvider> providers) {
        if (stored.format().equals(Format.PLAIN)) {
            return Optional.empty();
        }
        return providers.stream()
                .filter(provider -> provider.memory() == stored.memory() && provider.owns(stored.format()))
                .findFirst()
                .map(provider -> provider.convert(stored.value().shape(), stored.format(), Format.PLAIN));
    }

    /** What it takes to read them, by memory. */
    Map<Memory, Long> bytes() {
        Map<Memory, Long> bytes = new LinkedHashMap<>();
        all.stream()
                .filter(watched -> watched.plain().isPresent())
                .forEach(watched -> bytes.merge(watched.stored().memory(), watched.bytes(), Math::max));
        return bytes;
    }
}
