package org.fpn4j.engine.execution;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import org.fpn4j.core.graph.TensorView;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.plan.Value;

/** A placed plan on memory: kernels that only have to run. {@link #prepare} must come before the first run. */
final class RunningPlan implements AutoCloseable {
    private final PlacedPlan plan;
    private final ParameterStore parameters;
    private final InputFeeds feeds;
    private final ArenaMemory kept;
    private final ArenaMemory shared;
    private final List<Kernel> preparation = new ArrayList<>();
    private final List<Kernel> kernels = new ArrayList<>(); // one of each step
    private final List<Kernel> stretches; // the same, those of one provider that follow each other as one
    private final Set<KernelProvider> providers = new LinkedHashSet<>(); // whose kernels run

    RunningPlan(PlacedPlan plan, ParameterStore parameters, InputFeeds feeds) {
        this.plan = plan;
        this.parameters = parameters;
        this.feeds = feeds;
        this.kept = new ArenaMemory(plan.kept());
        this.shared = new ArenaMemory(plan.shared());
        plan.steps().once().forEach(step -> preparation.add(kernel(step)));
        plan.steps().everyRun().forEach(step -> {
            kernels.add(kernel(step));
            step.owner().ifPresent(providers::add);
        });
        this.stretches = stretches();
    }

    /** Every run goes through these; a copy between memories ends a stretch. */
    private List<Kernel> stretches() {
        List<KernelStep> steps = plan.steps().everyRun();
        List<Kernel> found = new ArrayList<>();
        for (int begin = 0, end; begin < steps.size(); begin = end) {
            Optional<KernelProvider> owner = steps.get(begin).owner();
            end = begin + 1;
            while (end < steps.size()
                    && owner.isPresent()
                    && steps.get(end).owner().equals(owner)) {
                end++;
            }
            List<Kernel> stretch = kernels.subList(begin, end);
            found.add(owner.isPresent() ? owner.get().recorded(stretch) : stretch.get(0));
        }
        return found;
    }

    private Kernel kernel(KernelStep step) {
        ArenaPlace scratch = plan.places().scratch().get(step);
        return step.choice()
                .binding()
                .bind(
                        step.inputs().stream().map(in -> block(in)).toList(),
                        step.outputs().stream().map(out -> block(out)).toList(),
                        scratch == null ? null : shared.block(scratch));
    }

    /** Where a value stands. */
    Block block(Stored stored) {
        return switch (stored.home()) {
            case PARAMETER -> parameters.values(stored.parameter());
            case GRADIENT -> parameters.gradients(stored.parameter());
            case ARENA, FIXED -> (plan.isKept(stored) ? kept : shared)
                    .block(plan.places().values().get(stored));
        };
    }

    /** The plan that runs. */
    PlacedPlan plan() {
        return plan;
    }

    /** Computes what depends on fixed parameters and constants alone; again whenever these were loaded. */
    void prepare() {
        for (Stored constant : plan.steps().constants()) {
            fill(constant, ((Value.Constant) constant.value().source()).values().get());
        }
        preparation.forEach(Kernel::run);
    }

    /** Feeds inputs and runs every step. */
    void run(Map<String, float[]> fed) {
        feed(fed);
        stretches.forEach(Kernel::run);
    }

    /** Whether some inputs can be brought while a run is computed. */
    boolean isFed() {
        return !plan.fed().isEmpty();
    }

    /** Brings what the next run will be fed to where it will be, beside what is computed. */
    void bring(Map<String, float[]> next) {
        for (Stored input : plan.fed()) {
            String name = input.value().name();
            if (next.containsKey(name)) {
                feeds.bring(name, checked(input, next.get(name)), input.memory());
            }
        }
    }

    /** Waits until what was run is computed. */
    void await() {
        providers.forEach(KernelProvider::await);
    }

    /** Feeds inputs and runs every step on its own, with the time that it takes added up, in nanoseconds. */
    void runTimed(Map<String, float[]> fed, long[] nanos) {
        feed(fed);
        await();
        for (int i = 0; i < kernels.size(); i++) {
            long begun = System.nanoTime();
            kernels.get(i).run();
            await();
            nanos[i] += System.nanoTime() - begun;
        }
    }

    /**
     * Feeds inputs and runs every step on its own.
     *
     * @param after hears the number of each step when it is computed
     */
    void runApart(Map<String, float[]> fed, IntConsumer after) {
        feed(fed);
        for (int i = 0; i < kernels.size(); i++) {
            kernels.get(i).run();
            after.accept(i);
        }
    }

    private void feed(Map<String, float[]> fed) {
        for (Stored input : plan.steps().inputs()) {
            String name = input.value().name();
            float[] values = fed.get(name);
            if (values == null) {
                throw new IllegalArgumentException("input[" + name + "] is missing");
            }
            if (!feeds.put(name, values, block(input))) {
                fill(input, values);
            }
        }
    }

    private void fill(Stored stored, float[] values) {
        block(stored).write(checked(stored, values));
    }

    private static float[] checked(Stored stored, float[] values) {
        if (values.length != stored.value().shape().size()) {
            throw new IllegalArgumentException("input[" + stored.value().name() + "]: expected "
                    + stored.value().shape() + ", got [" + values.length + "] values");
        }
        return values;
    }

    /** Where an output stands until the next run. */
    TensorView output(String name) {
        return view(plan.steps().outputs().get(name));
    }

    double loss(String name) {
        return view(plan.steps().losses().get(name)).toArray()[0];
    }

    private TensorView view(Stored stored) {
        return new BlockView(block(stored), stored.value().shape().size());
    }

    @Override
    public void close() {
        preparation.forEach(Kernel::close);
        stretches.forEach(Kernel::close);
        kept.close();
        shared.close();
    }
}
