package org.fpn4j.engine.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.plan.PlanGraph.Node;

/**
 * Nodes of a definition to forward steps. A convolution takes the stored batch norm, the sum with one other map and the
 * activation that follow it, as long as nobody else looks at what lies between; predictor maps are put into cells and
 * joined in one step.
 */
final class StepFusion {
    private final List<Node> nodes;
    private final Purpose purpose;
    private final boolean differentiated;
    private final Map<Value, Integer> uses = new HashMap<>();
    private final Map<Value, Node> onlyUser = new HashMap<>();
    private final Set<Node> absorbed = new HashSet<>();
    private final Map<Node, Chain> chainEndingAt = new HashMap<>();
    private final Map<Node, List<Node>> joined = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();

    /** A convolution and what it takes along. */
    private static final class Chain {
        final List<Value> inputs;
        final Operation.Convolution convolution;
        final List<Node> nodes = new ArrayList<>();
        Node norm;
        double epsilon; // of the norm
        Value residual;
        Activation activation = Activation.NONE;

        Chain(Node node, Operation.Convolution convolution) {
            this.inputs = node.inputs();
            this.convolution = convolution;
            nodes.add(node);
        }

        Node last() {
            return nodes.get(nodes.size() - 1);
        }

        Value output() {
            return last().output();
        }

        void take(Node node) {
            nodes.add(node);
        }

        List<String> origins() {
            return nodes.stream().map(Node::name).toList();
        }
    }

    /**
     * Prepares the fusion.
     *
     * @param kept values that must exist afterwards
     * @param differentiated whether gradients will be asked for: then an activation whose gradient needs its input keeps
     *     it
     */
    StepFusion(List<Node> nodes, Set<Value> kept, Purpose purpose, boolean differentiated) {
        this.nodes = nodes;
        this.purpose = purpose;
        this.differentiated = differentiated;
        kept.forEach(value -> uses.merge(value, 1, Integer::sum));
        for (Node node : nodes) {
            for (Value input : node.inputs()) {
                uses.merge(input, 1, Integer::sum);
                onlyUser.put(input, node);
            }
        }
    }

    List<Step> steps() {
        for (Node node : nodes) {
            FusionPart part = FusionPart.of(node.operation());
            if (part.convolution().isPresent()) {
                Chain chain = chain(node, part.convolution().get());
                absorbed.addAll(chain.nodes);
                chainEndingAt.put(chain.last(), chain);
            } else if (part.joinAxis() == 1) {
                joinCells(node);
            }
        }
        for (Node node : nodes) {
            if (chainEndingAt.containsKey(node)) {
                emit(chainEndingAt.get(node));
            } else if (joined.containsKey(node)) {
                emitJoined(node, joined.get(node));
            } else if (!absorbed.contains(node)) {
                steps.addAll(ForwardSteps.of(node, purpose, differentiated));
            }
        }
        return steps;
    }

    /** The node that alone reads a value, if it can be taken into the step that makes it. */
    private Node follower(Value value) {
        Node user = onlyUser.get(value);
        return user == null || uses.get(value) > 1 || absorbed.contains(user) ? null : user;
    }

    private Chain chain(Node node, Operation.Convolution convolution) {
        Chain chain = new Chain(node, convolution);
        Node next = follower(chain.output());
        Optional<Operation.BatchNorm> norm = part(next).norm();
        if (norm.isPresent() && foldable(next, norm.get())) {
            chain.norm = next;
            chain.epsilon = norm.get().epsilon();
            chain.take(next);
            next = follower(chain.output());
        }
        if (part(next).sum() && next.inputs().size() == 2) {
            Value first = next.inputs().get(0);
            Value second = next.inputs().get(1);
            if (first != second) {
                chain.residual = first == chain.output() ? second : first;
                chain.take(next);
                next = follower(chain.output());
            }
        }
        Optional<Activation> activation = part(next).activation().filter(this::fusable);
        if (activation.isPresent()) {
            chain.activation = activation.get();
            chain.take(next);
        }
        return chain;
    }

    private static FusionPart part(Node node) {
        return node == null ? FusionPart.NONE : FusionPart.of(node.operation());
    }

    /** The statistics are the stored ones, and no gradient of scale and shift is wanted. */
    private boolean foldable(Node node, Operation.BatchNorm norm) {
        if (purpose == Purpose.TRAINING && norm.trained()) {
            return false;
        }
        return !differentiated
                || node.inputs().subList(1, 5).stream()
                        .allMatch(value -> value.source() instanceof Value.OfParameter of
                                && !of.parameter().trainable());
    }

    /** What goes into an activation is gone where it is fused. */
    private boolean fusable(Activation activation) {
        return !differentiated || !activation.slopeIsKnownByInput();
    }

    private void emit(Chain chain) {
        List<Value> own = chain.inputs;
        Value weight = own.get(1);
        Value bias = own.size() > 2 ? own.get(2) : null;
        if (chain.norm != null) {
            List<Value> inputs = new ArrayList<>(own.subList(1, own.size()));
            inputs.addAll(chain.norm.inputs().subList(1, 5));
            Value foldedWeight = Value.computed(weight.name() + "'", weight.shape());
            Value foldedBias = Value.computed(
                    chain.norm.inputs().get(2).name() + "'",
                    Shape.of(weight.shape().dim(0)));
            steps.add(new Step(
                    new NormInstruction.Fold(chain.epsilon, bias != null),
                    inputs,
                    List.of(foldedWeight, foldedBias),
                    List.of(chain.norm.name())));
            weight = foldedWeight;
            bias = foldedBias;
        }
        List<Value> inputs = new ArrayList<>(List.of(own.get(0), weight));
        if (bias != null) {
            inputs.add(bias);
        }
        if (chain.residual != null) {
            inputs.add(chain.residual);
        }
        Instruction instruction =
                new Instruction.Convolve(chain.convolution, bias != null, chain.residual != null, chain.activation);
        steps.add(new Step(instruction, inputs, List.of(chain.output()), chain.origins()));
    }

    /** A concatenation along L of nothing but cells of maps becomes one step. */
    private void joinCells(Node concat) {
        List<Node> makers = new ArrayList<>();
        for (Value input : concat.inputs()) {
            Node maker = nodes.stream()
                    .filter(node -> node.output() == input && part(node).cells())
                    .findFirst()
                    .orElse(null);
            if (maker == null || uses.get(input) > 1) {
                return;
            }
            makers.add(maker);
        }
        absorbed.addAll(makers);
        joined.put(concat, makers);
    }

    private void emitJoined(Node concat, List<Node> makers) {
        List<String> origins = new ArrayList<>(makers.stream().map(Node::name).toList());
        origins.add(concat.name());
        steps.add(new Step(
                new Instruction.JoinCells(concat.output().shape().dim(2)),
                makers.stream().map(maker -> maker.inputs().get(0)).toList(),
                List.of(concat.output()),
                origins));
    }
}
