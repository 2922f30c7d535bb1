package org.fpn4j.engine.execution;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.InputStage;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.TensorView;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.engine.plan.Planner;

/** A network that runs plans. Memory and kernels of each are made when it is first needed, and freed when this is closed. */
public final class PlanNetwork implements Network {
    private final NetworkPlan plan;
    private final ParameterStore parameters;
    private final Map<Set<String>, RunningPlan> forwardPlans = new LinkedHashMap<>();
    private final InputFeeds feeds = new InputFeeds();
    private RunningPlan gradientPlan; // null until gradients are asked for
    private WatchedPlan watched; // the same where somebody looks at its values; null where nobody does
    private Supplier<Map<String, float[]>> next = Map::of;

    PlanNetwork(NetworkPlan plan, ParameterStore parameters) {
        this.plan = plan;
        this.parameters = parameters;
    }

    @Override
    public Map<String, Shape> inputs() {
        return plan.inputs();
    }

    @Override
    public Map<String, Shape> outputs() {
        return plan.outputs();
    }

    @Override
    public List<Parameter> parameters() {
        return parameters.parameters();
    }

    @Override
    public Map<String, TensorView> run(Map<String, float[]> fed, Collection<String> names) {
        RunningPlan running = forwardPlan(names);
        running.run(checked(fed));
        bringNext(running);
        return views(running, names);
    }

    /** What was brought for the run that follows stays there. */
    @Override
    public Map<String, float[]> complete(Map<String, float[]> fed, InputStage stage) {
        RunningPlan running = forwardPlan(stage.reads());
        running.run(checked(fed));
        Map<String, float[]> complete = new LinkedHashMap<>(fed);
        complete.putAll(stage.make(views(running, stage.reads())));
        return complete;
    }

    private static Map<String, TensorView> views(RunningPlan running, Collection<String> names) {
        Map<String, TensorView> values = new LinkedHashMap<>();
        names.forEach(name -> values.put(name, running.output(name)));
        return values;
    }

    @Override
    public Map<String, Double> backward(Map<String, float[]> fed) {
        return gradients(checked(fed), 1);
    }

    @Override
    public boolean scalesGradients() {
        return plan.scalesGradients();
    }

    @Override
    public Map<String, Double> backward(Map<String, float[]> fed, double factor) {
        return scalesGradients() ? gradients(checked(fed), factor) : Network.super.backward(fed, factor);
    }

    private Map<String, Double> gradients(Map<String, float[]> fed, double factor) {
        RunningPlan running = gradientPlan();
        Map<String, float[]> scaled = scaled(fed, factor);
        if (watched == null) {
            running.run(scaled);
        } else {
            watched.run(scaled);
        }
        bringNext(running);
        Map<String, Double> losses = new LinkedHashMap<>();
        plan.losses().forEach(name -> losses.put(name, running.loss(name)));
        return losses;
    }

    /** While the device computes what it was asked for. */
    private void bringNext(RunningPlan running) {
        feeds.forget();
        Supplier<Map<String, float[]>> asked = next;
        next = Map::of;
        if (running.isFed()) {
            running.bring(checked(asked.get()));
        }
    }

    @Override
    public void prefetch(Supplier<Map<String, float[]>> inputs) {
        next = inputs;
    }

    @Override
    public void await() {
        plan.await();
    }

    /** What the plan for gradients takes in. */
    private Map<String, float[]> scaled(Map<String, float[]> fed, double factor) {
        if (!scalesGradients()) {
            return fed;
        }
        Map<String, float[]> scaled = new LinkedHashMap<>(fed);
        scaled.put(Planner.LOSS_SCALE, new float[] {(float) factor});
        return scaled;
    }

    /** What this network is made of. */
    public NetworkPlan plan() {
        return plan;
    }

    /**
     * Somebody who looks on while outputs are computed; to be closed before the network.
     *
     * @param names of the outputs
     */
    public RangeObserver observer(Collection<String> names) {
        plan.enter();
        return new RangeObserver(plan.convolvedMaps(names), ready(plan.forConvolvedMaps(names)));
    }

    /**
     * Has somebody look on whenever gradients are computed, from here on. Steps run one by one then, and to the same bits.
     *
     * @param watcher sees the values of {@link NetworkPlan#gradientValues}
     */
    public void watchGradients(PlanWatcher watcher) {
        RunningPlan running = gradientPlan();
        closeWatched();
        watched = new WatchedPlan(running, plan.watchedGradients(), watcher);
    }

    private void closeWatched() {
        if (watched != null) {
            watched.close();
            watched = null;
        }
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
        return time(gradientPlan(), scaled(fed, 1), runs);
    }

    private static PlanDescription time(RunningPlan running, Map<String, float[]> fed, int runs) {
        long[] nanos = new long[running.plan().steps().everyRun().size()];
        running.run(fed);
        for (int i = 0; i < runs; i++) {
            running.runTimed(fed, nanos);
        }
        double[] seconds =
                Arrays.stream(nanos).mapToDouble(sum -> sum / 1e9 / runs).toArray();
        return PlanDescription.of(running.plan(), seconds);
    }

    private RunningPlan forwardPlan(Collection<String> names) {
        plan.enter();
        Set<String> wanted = new LinkedHashSet<>(names);
        RunningPlan running = forwardPlans.get(wanted);
        if (running == null) {
            running = ready(plan.forward(wanted));
            forwardPlans.put(wanted, running);
        }
        return running;
    }

    private RunningPlan gradientPlan() {
        plan.enter();
        if (gradientPlan == null) {
            gradientPlan = ready(plan.gradients());
        }
        return gradientPlan;
    }

    private RunningPlan ready(PlacedPlan placed) {
        RunningPlan running = new RunningPlan(placed, parameters, feeds);
        running.prepare();
        return running;
    }

    private Map<String, float[]> checked(Map<String, float[]> fed) {
        for (String name : fed.keySet()) {
            if (!inputs().containsKey(name)) {
                throw new IllegalArgumentException("input[" + name + "] was not declared; known: " + inputs().keySet());
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
    public Weights weights(FlatVector trained) {
        buffers(); // refuses where nothing is trained
        return parameters.weights(trained);
    }

    @Override
    public float[] inOrder(FlatVector vector) {
        buffers();
        return parameters.inOrder(vector);
    }

    @Override
    public void fromOrder(float[] values, FlatVector vector) {
        buffers();
        parameters.fromOrder(values, vector);
    }

    @Override
    public void load(Weights weights) {
        plan.enter();
        parameters.load(weights);
        forwardPlans.values().forEach(RunningPlan::prepare);
        if (gradientPlan != null) {
            gradientPlan.prepare();
        }
    }

    @Override
    public void close() {
        forwardPlans.values().forEach(RunningPlan::close);
        forwardPlans.clear();
        closeWatched();
        if (gradientPlan != null) {
            gradientPlan.close();
            gradientPlan = null;
        }
        feeds.close();
        parameters.close();
        plan.close();
    }
}
