package org.fpn4j.engine.execution;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fpn4j.core.graph.TensorView;
import org.fpn4j.engine.execution.Stored.Home;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.plan.Value;

/**
 * A plan on memory. What is computed once and read in every run stands in an arena of its own; everything else, inputs and
 * results included, shares one that is given out by liveness.
 */
final class PlacedPlan implements AutoCloseable {
    private final List<PlacedStep> once;
    private final List<PlacedStep> everyRun;
    private final List<Stored> inputs;
    private final List<Stored> constants;
    private final Map<String, Stored> outputs;
    private final Map<String, Stored> losses;
    private final Arena kept;
    private final Arena shared;
    private final Set<Place> keptPlaces = new LinkedHashSet<>();
    private final List<Kernel> preparation = new ArrayList<>();
    private final List<Kernel> kernels = new ArrayList<>();
    private ParameterStore parameters; // known once the plan is bound

    PlacedPlan(
            List<PlacedStep> once,
            List<PlacedStep> everyRun,
            List<Stored> inputs,
            List<Stored> constants,
            Map<String, Stored> outputs,
            Map<String, Stored> losses) {
        this.once = List.copyOf(once);
        this.everyRun = List.copyOf(everyRun);
        this.inputs = inputs;
        this.constants = constants;
        this.outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        this.losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
        Set<Place> sharedPlaces = new LinkedHashSet<>();
        for (Stored stored : all()) {
            if (stored.place() != null) {
                boolean outlivesRuns =
                        stored.home() == Home.FIXED && stored.place().lastUse() >= 0;
                (outlivesRuns ? keptPlaces : sharedPlaces).add(stored.place());
            }
        }
        for (Place place : keptPlaces) {
            place.useAt(Integer.MIN_VALUE);
            place.useAt(Integer.MAX_VALUE);
        }
        for (PlacedStep step : steps()) {
            if (step.scratch() != null) {
                sharedPlaces.add(step.scratch());
            }
        }
        kept = new Arena(keptPlaces);
        shared = new Arena(sharedPlaces);
    }

    private List<PlacedStep> steps() {
        List<PlacedStep> all = new ArrayList<>(once);
        all.addAll(everyRun);
        return all;
    }

    private Set<Stored> all() {
        Set<Stored> all = new LinkedHashSet<>(inputs);
        all.addAll(constants);
        for (PlacedStep step : steps()) {
            all.addAll(step.inputs());
            all.addAll(step.outputs());
        }
        all.addAll(outputs.values());
        all.addAll(losses.values());
        return all;
    }

    /** Steps that run once after parameters were loaded. */
    List<PlacedStep> once() {
        return once;
    }

    /** Steps of every run. */
    List<PlacedStep> everyRun() {
        return everyRun;
    }

    /** Bytes of what is computed once and kept. */
    long keptBytes() {
        return kept.bytes();
    }

    /** Bytes of the arena that a run works in. */
    long sharedBytes() {
        return shared.bytes();
    }

    /** What all values of a run would take if none shared memory. */
    long unsharedBytes() {
        return all().stream()
                .filter(stored -> stored.home() == Home.ARENA)
                .mapToLong(Stored::bytes)
                .sum();
    }

    boolean isKept(Stored stored) {
        return keptPlaces.contains(stored.place());
    }

    /** Makes the kernels and loads the constants; {@link #prepare} must follow. */
    void bind(ParameterStore store) {
        parameters = store;
        for (PlacedStep step : once) {
            preparation.add(kernel(step));
        }
        for (PlacedStep step : everyRun) {
            kernels.add(kernel(step));
        }
    }

    private Kernel kernel(PlacedStep step) {
        return step.choice()
                .binding()
                .bind(
                        step.inputs().stream().map(in -> block(in)).toList(),
                        step.outputs().stream().map(out -> block(out)).toList(),
                        step.scratch() == null ? null : shared.block(step.scratch()));
    }

    private Block block(Stored stored) {
        return switch (stored.home()) {
            case PARAMETER -> parameters.values(stored.parameter());
            case GRADIENT -> parameters.gradients(stored.parameter());
            case ARENA, FIXED -> (isKept(stored) ? kept : shared).block(stored.place());
        };
    }

    /** Computes what depends on fixed parameters and constants alone; again whenever these were loaded. */
    void prepare() {
        for (Stored constant : constants) {
            float[] values =
                    ((Value.Constant) constant.value().source()).values().get();
            fill(constant, values);
        }
        preparation.forEach(Kernel::run);
    }

    /** Feeds inputs and runs every step. */
    void run(Map<String, float[]> fed) {
        feed(fed);
        for (Kernel kernel : kernels) {
            kernel.run();
        }
    }

    /** The same with the time of each step added up, in nanoseconds. */
    void runTimed(Map<String, float[]> fed, long[] nanos) {
        feed(fed);
        for (int i = 0; i < kernels.size(); i++) {
            long begun = System.nanoTime();
            kernels.get(i).run();
            nanos[i] += System.nanoTime() - begun;
        }
    }

    private void feed(Map<String, float[]> fed) {
        for (Stored input : inputs) {
            float[] values = fed.get(input.value().name());
            if (values == null) {
                throw new IllegalArgumentException("input[" + input.value().name() + "] is missing");
            }
            fill(input, values);
        }
    }

    private void fill(Stored stored, float[] values) {
        if (values.length != stored.value().shape().size()) {
            throw new IllegalArgumentException("input[" + stored.value().name() + "]: expected "
                    + stored.value().shape() + ", got [" + values.length + "] values");
        }
        block(stored).write(values);
    }

    /** Where an output stands until the next run. */
    TensorView output(String name) {
        return view(outputs.get(name));
    }

    double loss(String name) {
        return view(losses.get(name)).toArray()[0];
    }

    private TensorView view(Stored stored) {
        return new BlockView(block(stored), stored.value().shape().size());
    }

    @Override
    public void close() {
        preparation.forEach(Kernel::close);
        kernels.forEach(Kernel::close);
        kept.close();
        shared.close();
    }
}
