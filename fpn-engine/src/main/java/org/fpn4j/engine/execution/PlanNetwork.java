package org.fpn4j.engine.execution;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.TensorView;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.plan.Plan;
import org.fpn4j.engine.plan.PlanGraph;
import org.fpn4j.engine.plan.Planner;

/** A network that runs plans: one per set of outputs asked for, and one for gradients, each made when first needed. */
public final class PlanNetwork implements Network {
    private final Map<String, Shape> inputs;
    private final Planner planner;
    private final Purpose purpose;
    private final List<KernelProvider> providers;
    private final ParameterStore parameters;
    private final Map<Set<String>, PlacedPlan> forwardPlans = new LinkedHashMap<>();
    private PlacedPlan gradientPlan; // null until gradients are asked for

    PlanNetwork(PlanGraph graph, Planner planner, Purpose purpose, List<KernelProvider> providers, Weights initial) {
        this.inputs = graph.inputs();
        this.planner = planner;
        this.purpose = purpose;
        this.providers = providers;
        this.parameters = new ParameterStore(graph.parameters(), purpose == Purpose.TRAINING);
        parameters.load(initial);
    }

    @Override
    public Map<String, Shape> inputs() {
        return inputs;
    }

    @Override
    public Map<String, Shape> outputs() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        planner.outputs().forEach((name, value) -> shapes.put(name, value.shape()));
        return shapes;
    }

    @Override
    public List<Parameter> parameters() {
        return parameters.parameters();
    }

    @Override
    public Map<String, TensorView> run(Map<String, float[]> fed, Collection<String> names) {
        PlacedPlan plan = forwardPlan(names);
        plan.run(checked(fed));
        Map<String, TensorView> values = new LinkedHashMap<>();
        names.forEach(name -> values.put(name, plan.output(name)));
        return values;
    }

    @Override
    public Map<String, Double> gradients(Map<String, float[]> fed) {
        PlacedPlan plan = gradientPlan();
        plan.run(checked(fed));
        Map<String, Double> losses = new LinkedHashMap<>();
        planner.losses().forEach(name -> losses.put(name, plan.loss(name)));
        return losses;
    }

    /** What runs for some outputs. */
    public PlanDescription describe(Collection<String> names) {
        return PlanDescription.of(forwardPlan(names), new double[0]);
    }

    /** What runs for the gradients. */
    public PlanDescription describeGradients() {
        return PlanDescription.of(gradientPlan(), new double[0]);
    }

    /**
     * What runs for some outputs, and how long each step takes.
     *
     * @param runs that the times are the mean of, after one that is not counted
     */
    public PlanDescription time(Map<String, float[]> fed, Collection<String> names, int runs) {
        return time(forwardPlan(names), fed, runs);
    }

    /** What runs for the gradients, and how long each step takes. */
    public PlanDescription timeGradients(Map<String, float[]> fed, int runs) {
        return time(gradientPlan(), fed, runs);
    }

    private static PlanDescription time(PlacedPlan plan, Map<String, float[]> fed, int runs) {
        long[] nanos = new long[plan.everyRun().size()];
        plan.run(fed);
        for (int i = 0; i < runs; i++) {
            plan.runTimed(fed, nanos);
        }
        return PlanDescription.of(
                plan,
                java.util.Arrays.stream(nanos)
                        .mapToDouble(sum -> sum / 1e9 / runs)
                        .toArray());
    }

    private PlacedPlan forwardPlan(Collection<String> names) {
        Set<String> wanted = new LinkedHashSet<>(names);
        PlacedPlan plan = forwardPlans.get(wanted);
        if (plan == null) {
            plan = ready(planner.forward(wanted, purpose));
            forwardPlans.put(wanted, plan);
        }
        return plan;
    }

    private PlacedPlan gradientPlan() {
        if (gradientPlan == null) {
            buffers();
            gradientPlan = ready(planner.gradients());
        }
        return gradientPlan;
    }

    private PlacedPlan ready(Plan plan) {
        PlacedPlan placed = new Placement(plan, providers).place();
        placed.bind(parameters);
        placed.prepare();
        return placed;
    }

    private Map<String, float[]> checked(Map<String, float[]> fed) {
        for (String name : fed.keySet()) {
            if (!inputs.containsKey(name)) {
                throw new IllegalArgumentException("input[" + name + "] was not declared; known: " + inputs.keySet());
            }
        }
        return fed;
    }

    @Override
    public ParameterBuffers buffers() {
        if (parameters.buffers() == null) {
            throw new IllegalStateException("this network was compiled for inference and has no gradients");
        }
        return parameters.buffers();
    }

    /** Plans read what changes from the flat vector at every run. */
    @Override
    public void parametersChanged() {}

    @Override
    public Weights weights() {
        return parameters.weights();
    }

    @Override
    public void load(Weights weights) {
        parameters.load(weights);
        forwardPlans.values().forEach(PlacedPlan::prepare);
        if (gradientPlan != null) {
            gradientPlan.prepare();
        }
    }

    @Override
    public void close() {
        forwardPlans.values().forEach(PlacedPlan::close);
        forwardPlans.clear();
        if (gradientPlan != null) {
            gradientPlan.close();
            gradientPlan = null;
        }
        providers.forEach(KernelProvider::close);
    }
}
