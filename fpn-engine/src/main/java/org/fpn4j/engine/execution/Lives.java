package org.fpn4j.engine.execution;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The third pass: when each value must hold. Steps that run once have the times -n to -1, those of a run 0 to n - 1; results
 * hold until the run is over. What is computed once and read in runs holds for ever.
 */
final class Lives {
    private final Map<Stored, Life> lives = new HashMap<>();

    private Lives() {}

    static Lives of(KernelSteps steps) {
        Lives lives = new Lives();
        int once = steps.once().size();
        int end = steps.everyRun().size();
        steps.constants().forEach(constant -> lives.use(constant, -once - 1));
        for (int i = 0; i < once; i++) {
            lives.use(steps.once().get(i), i - once);
        }
        steps.inputs().forEach(input -> lives.use(input, 0));
        for (int i = 0; i < end; i++) {
            lives.use(steps.everyRun().get(i), i);
        }
        for (Map<String, Stored> results : List.of(steps.outputs(), steps.losses())) {
            results.values().forEach(result -> lives.use(result, end));
        }
        lives.lives.replaceAll(
                (stored, life) -> stored.home() == Stored.Home.FIXED && life.to() >= 0 ? Life.FOR_EVER : life);
        return lives;
    }

    private void use(KernelStep step, int at) {
        step.inputs().forEach(stored -> use(stored, at));
        step.outputs().forEach(stored -> use(stored, at));
    }

    private void use(Stored stored, int at) {
        lives.merge(stored, new Life(at, at), Life::and);
    }

    /** The life of a value that is used. */
    Life of(Stored stored) {
        return lives.get(stored);
    }
}
