package org.fpn4j.engine.execution;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.fpn4j.core.execution.Executor;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.engine.kernel.KernelOptions;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.engine.plan.PlanGraph;
import org.fpn4j.engine.plan.Planner;

/** Runs definitions as static plans on kernels of one provider, and on a second one's where the first has none. */
public final class PlanExecutor implements Executor {
    private final String name;
    private final Function<Purpose, List<KernelProvider>> providers;
    private final boolean scalesGradients;

    /** The best kernels that there are, in {@code float32}, with as many threads as this process may use cores. */
    public static PlanExecutor auto() {
        return of(KernelLibraries.AUTO, Precision.FLOAT32, Runtime.getRuntime().availableProcessors());
    }

    /**
     * The kernels of a library that is on the class path, and behind them those of one that has a kernel for every step.
     *
     * @param kernels {@code auto}, {@code onednn}, {@code nd4j} or the name of another
     * @param threads of native kernels; all networks that are open at a time have the same
     * @throws org.fpn4j.config.problem.UserInputException where there is no such library, or it cannot be used here
     */
    public static PlanExecutor of(String kernels, Precision precision, int threads) {
        return KernelLibraries.onClassPath().executor(kernels, KernelOptions.of(precision, threads));
    }

    /**
     * An executor of providers that are not found but given.
     *
     * @param name of the first provider
     * @param providers fresh ones for each network, the preferred one first; the last has a kernel for every step
     */
    public PlanExecutor(String name, Supplier<List<KernelProvider>> providers) {
        this(name, purpose -> providers.get());
    }

    /** The same with providers that know what a network is for. */
    PlanExecutor(String name, Function<Purpose, List<KernelProvider>> providers) {
        this(name, providers, false);
    }

    private PlanExecutor(String name, Function<Purpose, List<KernelProvider>> providers, boolean scalesGradients) {
        this.name = name;
        this.providers = providers;
        this.scalesGradients = scalesGradients;
    }

    /** The same, whose networks multiply gradients by a factor where they begin. */
    public PlanExecutor scalingGradients() {
        return new PlanExecutor(name, providers, true);
    }

    Function<Purpose, List<KernelProvider>> providers() {
        return providers;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public PlanNetwork compile(NetworkDefinition definition, Purpose purpose, Weights initial) {
        return plan(definition, purpose).start(initial);
    }

    /** What {@link #compile} makes a network of: no memory is taken for values or parameters. */
    public NetworkPlan plan(NetworkDefinition definition, Purpose purpose) {
        PlanGraph graph = new PlanGraph();
        Planner planner = graph.planner(definition.define(graph));
        if (purpose == Purpose.TRAINING) {
            planner.requireLosses();
        }
        return new NetworkPlan(graph, planner, purpose, providers.apply(purpose), scalesGradients);
    }
}
