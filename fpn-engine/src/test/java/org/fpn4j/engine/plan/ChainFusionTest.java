package org.fpn4j.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.execution.NetworkDefinition.Declared;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.junit.jupiter.api.Test;

class ChainFusionTest {
    private static final Shape IMAGES = Shape.of(2, 4, 6, 6);

    private static Planner planner(NetworkDefinition definition) {
        PlanGraph graph = new PlanGraph();
        return graph.planner(definition.define(graph));
    }

    private static Plan prediction(NetworkDefinition definition) {
        Planner planner = planner(definition);
        return planner.forward(planner.outputs().keySet(), Purpose.INFERENCE);
    }

    private static Declared outputs(Map<String, Tensor> outputs) {
        return new Declared(outputs, Map.of());
    }

    private static List<String> labels(Plan plan) {
        return plan.steps().stream().map(step -> step.instruction().label()).toList();
    }

    private static Tensor pooled(Graph graph, Tensor x) {
        return graph.apply(new Operation.MaxPool(3, 1, Padding.of(1)), x);
    }

    @Test
    void aSumAndWhatFollowsItAreOneStep() {
        Plan plan = prediction(graph -> {
            Tensor x = graph.input("x", IMAGES);
            Tensor sum = graph.apply(new Operation.Sum(), x, pooled(graph, x), graph.input("y", IMAGES));
            Tensor scaled = graph.apply(new Operation.Multiply(0.5), sum);
            return outputs(Map.of("y", graph.activate(Activation.SWISH, scaled)));
        });

        assertThat(labels(plan)).containsExactly("max_pool", "sum + multiply + swish");
        Step chain = plan.steps().get(1);
        assertThat(chain.inputs().stream().map(Value::name)).containsExactly("x", "max_pool", "y");
        assertThat(chain.origins()).containsExactly("sum", "multiply", "swish");
    }

    @Test
    void aChainEndsWhereSomebodyElseReads() {
        Plan plan = prediction(graph -> {
            Tensor relu = graph.activate(Activation.RELU, graph.input("x", IMAGES));
            Tensor sigmoid = graph.activate(Activation.SIGMOID, relu);
            return outputs(Map.of("y", graph.apply(new Operation.Sum(), sigmoid, pooled(graph, relu))));
        });

        assertThat(labels(plan)).containsExactly("relu", "sigmoid", "max_pool", "sum");
    }

    @Test
    void anOutputIsNeverWithinAChain() {
        Plan plan = prediction(graph -> {
            Map<String, Tensor> outputs = new LinkedHashMap<>();
            Tensor relu = graph.activate(Activation.RELU, graph.input("x", IMAGES));
            outputs.put("relu", relu);
            outputs.put("sigmoid", graph.activate(Activation.SIGMOID, relu));
            return outputs(outputs);
        });

        assertThat(labels(plan)).containsExactly("relu", "sigmoid");
    }

    /** A ResNet's block: what is read twice gets two gradients, and then the activation's. */
    private static Plan gradients() {
        return planner(graph -> {
                    Tensor x = conv(graph, "stem", graph.input("x", IMAGES));
                    Tensor y = graph.activate(Activation.RELU, x);
                    Tensor z = graph.add(conv(graph, "left", y), conv(graph, "right", y));
                    Tensor cells = graph.apply(new Operation.MapToCells(4), z);
                    Tensor loss = graph.apply(
                            new Operation.SmoothL1Loss(1),
                            cells,
                            graph.input("targets", cells.shape()),
                            graph.input("weights", Shape.of(2, 36)));
                    return new Declared(Map.of(), Map.of("loss", loss));
                })
                .gradients();
    }

    private static Tensor conv(Graph graph, String name, Tensor x) {
        return Conv2d.of(4, 4, 3).bias(false).declare(graph.scope(name)).apply(graph, x);
    }

    @Test
    void theSumOfGradientsGoesThroughTheActivationInOneStep() {
        Plan plan = gradients();

        assertThat(labels(plan)).contains("sum + relu_backward").doesNotContain("sum", "relu_backward");
        assertThat(plan.steps().get(plan.forwardSteps() - 1).instruction().makesLoss())
                .isTrue();
    }

    @Test
    void takenApartAChainIsItsLinks() {
        Step chain = gradients().steps().stream()
                .filter(step -> step.instruction() instanceof ElementwiseChain)
                .findFirst()
                .orElseThrow();

        List<ElementwiseChain.Link> links = ((ElementwiseChain) chain.instruction()).apart(chain);

        assertThat(links.stream().map(link -> link.step().instruction().label()))
                .containsExactly("sum", "relu_backward");
        Value sum = links.get(0).step().outputs().get(0);
        assertThat(links.get(0).step().inputs()).isEqualTo(chain.inputs().subList(0, 2));
        assertThat(links.get(1).step().inputs()).containsExactly(chain.inputs().get(2), sum);
        assertThat(links.get(1).step().outputs()).isEqualTo(chain.outputs());
    }

    @Test
    void aLinkFindsItsInputsAmongThoseOfTheChain() {
        Step chain = gradients().steps().stream()
                .filter(step -> step.instruction() instanceof ElementwiseChain)
                .findFirst()
                .orElseThrow();

        List<ElementwiseChain.Link> links = ((ElementwiseChain) chain.instruction()).apart(chain);

        assertThat(links.get(0).inputs(List.of("left", "right", "y"), "nothing"))
                .containsExactly("left", "right");
        assertThat(links.get(1).inputs(List.of("left", "right", "y"), "sum")).containsExactly("y", "sum");
    }
}
