package org.fpn4j.engine.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.core.graph.Shape;

/**
 * A placed plan for people: what will run, in which order, on what memory.
 *
 * @param once steps that run once after parameters were loaded
 * @param everyRun steps of every run
 * @param keptBytes of what the former leave behind
 * @param arenaBytes that a run works in
 * @param unsharedBytes that it would take if no two values shared memory
 * @param heapBytes of Java's heap that kernels hold
 * @param memories in which memory how many bytes lie, of those that are kept and of those that a run works in
 */
public record PlanDescription(
        List<Row> once,
        List<Row> everyRun,
        long keptBytes,
        long arenaBytes,
        long unsharedBytes,
        long heapBytes,
        Map<Memory, Long> memories) {
    /**
     * One step.
     *
     * @param label what it does
     * @param provider whose kernel
     * @param kernel which one
     * @param inputs names of the values that it reads
     * @param outputs what it makes
     * @param scratch bytes while it runs
     * @param origins the definition's nodes that it was made of
     * @param because why providers that are preferred did not take it; empty for the first one's steps and conversions
     * @param seconds mean time of a run; 0 where none was measured
     */
    public record Row(
            String label,
            String provider,
            String kernel,
            List<String> inputs,
            List<Output> outputs,
            long scratch,
            List<String> origins,
            String because,
            double seconds) {}

    /**
     * A value in memory.
     *
     * @param place {@code arena}, {@code kept}, {@code parameter} or {@code gradient}
     * @param offset first byte in its arena; -1 where it has none of its own
     */
    public record Output(String name, Shape shape, String format, String place, long offset, long bytes) {}

    static PlanDescription of(PlacedPlan plan, double[] seconds) {
        List<Row> everyRun = new ArrayList<>();
        KernelSteps steps = plan.steps();
        for (int i = 0; i < steps.everyRun().size(); i++) {
            everyRun.add(row(plan, steps.everyRun().get(i), seconds.length == 0 ? 0 : seconds[i]));
        }
        return new PlanDescription(
                steps.once().stream().map(step -> row(plan, step, 0)).toList(),
                everyRun,
                plan.kept().bytes(),
                plan.shared().bytes(),
                plan.unsharedBytes(),
                plan.steps().heap(),
                plan.bytes());
    }

    private static Row row(PlacedPlan plan, KernelStep step, double seconds) {
        return new Row(
                step.label(),
                step.provider(),
                step.choice().kernel(),
                step.inputs().stream().map(in -> in.value().name()).toList(),
                step.outputs().stream().map(out -> output(plan, out)).toList(),
                step.choice().scratch(),
                step.origins(),
                step.because(),
                seconds);
    }

    private static Output output(PlacedPlan plan, Stored stored) {
        boolean kept = plan.isKept(stored);
        String place =
                switch (stored.home()) {
                    case PARAMETER -> "parameter";
                    case GRADIENT -> "gradient";
                    case ARENA, FIXED -> kept ? "kept" : "arena";
                };
        return new Output(
                stored.value().name(),
                stored.value().shape(),
                stored.format().toString(),
                place,
                stored.inArena() ? plan.offset(stored) : -1,
                stored.bytes());
    }
}
