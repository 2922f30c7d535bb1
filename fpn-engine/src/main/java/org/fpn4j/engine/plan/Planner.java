package org.fpn4j.engine.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;

/** Makes plans of one definition: what is not wanted is left out, what belongs together is fused, gradients are added. */
public final class Planner {
    /** The input of plans that scale gradients: the factor that they begin with; no input of a definition has a blank. */
    public static final String LOSS_SCALE = "loss scale";

    private final PlanGraph graph;
    private final Map<String, Value> outputs;
    private final Map<String, Value> losses;

    Planner(PlanGraph graph, Map<String, Value> outputs, Map<String, Value> losses) {
        this.graph = graph;
        this.outputs = outputs;
        this.losses = losses;
    }

    /** All declared outputs by name. */
    public Map<String, Value> outputs() {
        return outputs;
    }

    /** Names of all losses. */
    public Set<String> losses() {
        return losses.keySet();
    }

    /**
     * A plan that computes outputs.
     *
     * @param names of the outputs wanted
     * @param purpose decides which statistics batch norm uses
     */
    public Plan forward(Collection<String> names, Purpose purpose) {
        Map<String, Value> wanted = new LinkedHashMap<>();
        for (String name : names) {
            Value value = outputs.get(name);
            if (value == null) {
                throw new IllegalArgumentException("output[" + name + "] was not declared; known: " + outputs.keySet());
            }
            wanted.put(name, value);
        }
        Set<Value> kept = new LinkedHashSet<>(wanted.values());
        List<Step> steps = needed(new StepFusion(needed(kept), kept, purpose, false).steps(), kept);
        steps = new ChainFusion(steps, kept).of(steps);
        Set<String> changing = purpose == Purpose.TRAINING ? trainable() : Set.of();
        return new Plan(steps, steps.size(), wanted, Map.of(), Map.of(), changing);
    }

    /** The maps that convolutions read on the way to outputs, as a network predicts them. */
    public ConvolvedMaps convolvedMaps(Collection<String> names) {
        return ConvolvedMaps.of(forward(names, Purpose.INFERENCE));
    }

    /** A plan of the steps that lead to outputs, for the sake of the maps that its convolutions read. */
    public Plan forConvolvedMaps(Collection<String> names) {
        Plan plan = forward(names, Purpose.INFERENCE);
        return ConvolvedMaps.of(plan).plan(plan);
    }

    /**
     * Checks what is to be minimised.
     *
     * @throws IllegalArgumentException where there is no loss, or one that no loss operation made
     */
    public void requireLosses() {
        graph.requireLosses(losses.values());
    }

    /** A plan that computes the losses, the gradients of their sum and the running statistics. */
    public Plan gradients() {
        return gradients(Optional.empty());
    }

    /** The same with gradients that are multiplied by the input {@link #LOSS_SCALE} {@code [1]} where they begin. */
    public Plan scaledGradients() {
        return gradients(Optional.of(new Value(LOSS_SCALE, Shape.of(1), new Value.Input())));
    }

    private Plan gradients(Optional<Value> scale) {
        requireLosses();
        Set<Value> kept = new LinkedHashSet<>(losses.values());
        List<Step> forward = needed(new StepFusion(needed(kept), kept, Purpose.TRAINING, true).steps(), kept);
        Differentiation backward = new Differentiation(forward, losses.values(), scale);
        List<Step> steps = new ArrayList<>(forward);
        steps.addAll(backward.steps());
        Map<String, Value> gradients = new LinkedHashMap<>();
        for (Parameter parameter : graph.parameters()) {
            backward.gradientOf(parameter.name()).ifPresent(value -> gradients.put(parameter.name(), value));
        }
        kept.addAll(gradients.values());
        List<Step> all = needed(steps, kept);
        int forwardSteps =
                (int) all.stream().filter(new HashSet<>(forward)::contains).count();
        ChainFusion chains = new ChainFusion(all, kept);
        List<Step> chained = new ArrayList<>(chains.of(all.subList(0, forwardSteps)));
        int chainedForward = chained.size();
        chained.addAll(chains.of(all.subList(forwardSteps, all.size())));
        return new Plan(chained, chainedForward, Map.of(), losses, gradients, trainable());
    }

    private Set<String> trainable() {
        return graph.parameters().stream()
                .filter(Parameter::trainable)
                .map(Parameter::name)
                .collect(Collectors.toSet());
    }

    private List<PlanGraph.Node> needed(Set<Value> wanted) {
        Set<Value> live = new HashSet<>(wanted);
        List<PlanGraph.Node> kept = new ArrayList<>();
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            PlanGraph.Node node = graph.nodes().get(i);
            if (live.contains(node.output())) {
                live.addAll(node.inputs());
                kept.add(0, node);
            }
        }
        return kept;
    }

    /** Steps that lead to a wanted value or change a buffer of the network. */
    private static List<Step> needed(List<Step> steps, Set<Value> wanted) {
        Set<Value> live = new HashSet<>(wanted);
        List<Step> kept = new ArrayList<>();
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            if (step.instruction().changesBuffers() || step.outputs().stream().anyMatch(live::contains)) {
                live.addAll(step.inputs());
                kept.add(0, step);
            }
        }
        return kept;
    }
}
