package org.fpn4j.engine.execution;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.engine.execution.Stored.Home;
import org.fpn4j.engine.plan.Plan;

/**
 * A plan with a kernel and formats for every step and an offset for every value, made in four passes: {@link Selection},
 * {@link Conversions}, {@link Lives}, {@link Places}. It is a value: none of the memory that it describes exists.
 *
 * @param steps what runs
 * @param places what stands in arenas
 * @param kept offsets of what is computed once and read in every run
 * @param shared offsets of everything else, inputs and results included
 */
record PlacedPlan(KernelSteps steps, Places places, Arenas kept, Arenas shared) {
    static PlacedPlan of(Plan plan, KernelOffers offers, ParameterFormats parameters) {
        List<Chosen> chosen = Selection.of(plan, offers, parameters);
        KernelSteps steps = Conversions.between(plan, chosen, offers.providers(), parameters);
        Places places = Places.of(steps, Lives.of(steps));
        Set<ArenaPlace> kept = new LinkedHashSet<>();
        Set<ArenaPlace> shared = new LinkedHashSet<>();
        places.values().values().forEach(place -> (place.life().equals(Life.FOR_EVER) ? kept : shared).add(place));
        shared.addAll(places.scratch().values());
        return new PlacedPlan(steps, places, Arenas.of(kept), Arenas.of(shared));
    }

    /** Whether a value is computed once and kept. */
    boolean isKept(Stored stored) {
        return stored.inArena() && kept.has(places.values().get(stored));
    }

    /** First byte of a value in its arena. */
    long offset(Stored stored) {
        ArenaPlace place = places.values().get(stored);
        return (kept.has(place) ? kept : shared).offset(place);
    }

    /** Inputs that can be brought to where they are read while something else is computed. */
    List<Stored> fed() {
        return steps.inputs().stream().filter(input -> input.memory().isFed()).toList();
    }

    /** Bytes of all arenas, by the memory that they lie in. */
    Map<Memory, Long> bytes() {
        Map<Memory, Long> bytes = new LinkedHashMap<>();
        kept.addTo(bytes);
        shared.addTo(bytes);
        return bytes;
    }

    /** What all values of a run would take if none shared memory. */
    long unsharedBytes() {
        return steps.all().stream()
                .filter(stored -> stored.home() == Home.ARENA)
                .mapToLong(Stored::bytes)
                .sum();
    }
}
