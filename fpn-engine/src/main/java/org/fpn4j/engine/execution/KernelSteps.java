package org.fpn4j.engine.execution;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A plan as steps of kernels, conversions included, before any of it has memory.
 *
 * @param once steps that run once after parameters were loaded
 * @param everyRun steps of every run
 * @param forward how many of them come before the first backward step
 * @param inputs fed at every run
 * @param constants filled before the steps that run once
 */
record KernelSteps(
        List<KernelStep> once,
        List<KernelStep> everyRun,
        int forward,
        List<Stored> inputs,
        List<Stored> constants,
        Map<String, Stored> outputs,
        Map<String, Stored> losses) {
    KernelSteps {
        once = List.copyOf(once);
        everyRun = List.copyOf(everyRun);
        inputs = List.copyOf(inputs);
        constants = List.copyOf(constants);
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
    }

    /** Bytes of Java's heap that all kernels hold. */
    long heap() {
        return Stream.concat(once.stream(), everyRun.stream())
                .mapToLong(step -> step.choice().heap())
                .sum();
    }

    /** Every value in every format that it has. */
    Set<Stored> all() {
        Set<Stored> all = new LinkedHashSet<>(inputs);
        all.addAll(constants);
        for (List<KernelStep> phase : List.of(once, everyRun)) {
            for (KernelStep step : phase) {
                all.addAll(step.inputs());
                all.addAll(step.outputs());
            }
        }
        all.addAll(outputs.values());
        all.addAll(losses.values());
        return all;
    }
}
