package org.fpn4j.engine.execution;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.engine.execution.Stored.Home;

/**
 * The fourth pass: what has a place of its own. An output takes over the place of an input that dies with the same step,
 * where the step allows it and both are equally long.
 *
 * @param values places of values that stand in arenas; several may have one
 * @param scratch places of memory that steps need while they run
 */
record Places(Map<Stored, ArenaPlace> values, Map<KernelStep, ArenaPlace> scratch) {
    Places {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        scratch = Collections.unmodifiableMap(new LinkedHashMap<>(scratch));
    }

    static Places of(KernelSteps steps, Lives lives) {
        Map<Stored, Stored> firstOwners = new HashMap<>(); // of places that are handed on
        Map<Stored, Life> lasting = new HashMap<>(); // of those places
        for (int at = 0; at < steps.everyRun().size(); at++) {
            KernelStep step = steps.everyRun().get(at);
            Optional<Stored> owner = takenOver(step, at, firstOwners, lasting, lives);
            if (owner.isPresent()) {
                Stored output = step.outputs().get(0);
                firstOwners.put(output, owner.get());
                lasting.merge(owner.get(), lives.of(owner.get()).and(lives.of(output)), Life::and);
            }
        }
        Map<Stored, ArenaPlace> owned = new HashMap<>();
        Map<Stored, ArenaPlace> values = new LinkedHashMap<>();
        for (Stored stored : steps.all()) {
            if (stored.inArena()) {
                Stored owner = firstOwners.getOrDefault(stored, stored);
                Life life = lasting.getOrDefault(owner, lives.of(owner));
                values.put(
                        stored, owned.computeIfAbsent(owner, key -> new ArenaPlace(key.memory(), key.bytes(), life)));
            }
        }
        return new Places(values, scratch(steps));
    }

    /** Whose place the first output of a step can have; empty where it needs one of its own. */
    private static Optional<Stored> takenOver(
            KernelStep step, int at, Map<Stored, Stored> firstOwners, Map<Stored, Life> lasting, Lives lives) {
        Stored output = step.outputs().get(0);
        if (output.home() != Home.ARENA) {
            return Optional.empty();
        }
        return step.overwritable().stream()
                .sorted()
                .map(index -> step.inputs().get(index))
                .filter(input -> input.home() == Home.ARENA)
                // a kernel may write the first occurrence before it reads the second
                .filter(input -> Collections.frequency(step.inputs(), input) == 1)
                .filter(input -> input.format().equals(output.format()) && input.bytes() == output.bytes())
                .map(input -> firstOwners.getOrDefault(input, input))
                .filter(owner -> lasting.getOrDefault(owner, lives.of(owner)).to() == at)
                .findFirst();
    }

    private static Map<KernelStep, ArenaPlace> scratch(KernelSteps steps) {
        Map<KernelStep, ArenaPlace> scratch = new LinkedHashMap<>();
        List<KernelStep> all = new ArrayList<>(steps.once());
        all.addAll(steps.everyRun());
        for (int i = 0; i < all.size(); i++) {
            long bytes = all.get(i).choice().scratch();
            if (bytes > 0) {
                int at = i - steps.once().size();
                scratch.put(all.get(i), new ArenaPlace(all.get(i).memory(), bytes, new Life(at, at)));
            }
        }
        return scratch;
    }
}
