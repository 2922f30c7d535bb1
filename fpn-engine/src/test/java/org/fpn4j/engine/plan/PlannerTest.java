package org.fpn4j.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.fpn4j.core.layer.DropPath;
import org.fpn4j.core.layer.Norms;
import org.junit.jupiter.api.Test;

class PlannerTest {
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

    /** A loss of a map, so that there is something to differentiate. */
    private static Declared trained(Graph graph, Tensor map) {
        Tensor cells = graph.apply(new Operation.MapToCells(map.shape().channels()), map);
        Tensor loss = graph.apply(
                new Operation.SmoothL1Loss(0),
                cells,
                graph.input("targets", cells.shape()),
                graph.input(
                        "weights", Shape.of(cells.shape().dim(0), cells.shape().dim(1))));
        return new Declared(Map.of("map", map), Map.of("loss", loss));
    }

    private static Tensor conv(Graph graph, String name, Tensor x, boolean trainable) {
        return Conv2d.of(4, 4, 3)
                .bias(false)
                .trainable(trainable)
                .declare(graph.scope(name))
                .apply(graph, x);
    }

    private static Tensor frozenNorm(Graph graph, String name, Tensor x) {
        return new Norms.FrozenBatch().declare(graph.scope(name), 4, true).apply(graph, x);
    }

    private static List<String> labels(Plan plan) {
        return plan.steps().stream().map(step -> step.instruction().label()).toList();
    }

    @Test
    void normResidualAndActivationGoIntoTheConvolution() {
        Plan plan = prediction(graph -> {
            Tensor x = graph.input("x", IMAGES);
            Tensor y = frozenNorm(graph, "norm", conv(graph, "conv", x, true));
            return outputs(Map.of("y", graph.activate(Activation.RELU, graph.add(y, x))));
        });

        assertThat(labels(plan)).containsExactly("fold norm", "convolution + bias + residual + relu");
        assertThat(plan.steps().get(0).origins()).containsExactly("batch_norm");
        assertThat(plan.steps().get(1).origins()).containsExactly("convolution", "batch_norm", "sum", "relu");
        assertThat(plan.steps().get(1).inputs().stream().map(Value::name))
                .containsExactly("x", "conv.weight'", "norm.bias'", "x");
    }

    @Test
    void nothingIsFusedAcrossAnOutput() {
        Plan plan = prediction(graph -> {
            Tensor x = graph.input("x", IMAGES);
            Tensor convolved = conv(graph, "conv", x, true);
            Tensor normed = frozenNorm(graph, "norm", convolved);
            Map<String, Tensor> outputs = new LinkedHashMap<>();
            outputs.put("convolved", convolved);
            outputs.put("normed", normed);
            outputs.put("y", graph.activate(Activation.RELU, normed));
            return outputs(outputs);
        });

        assertThat(labels(plan)).containsExactly("convolution", "batch_norm", "relu");
    }

    @Test
    void nothingIsFusedAcrossAValueThatOthersRead() {
        Plan plan = prediction(graph -> {
            Tensor convolved = conv(graph, "conv", graph.input("x", IMAGES), true);
            Tensor pooled = graph.apply(new Operation.MaxPool(3, 1, Padding.of(1)), convolved);
            return outputs(Map.of("y", graph.add(graph.activate(Activation.RELU, convolved), pooled)));
        });

        assertThat(labels(plan)).containsExactly("convolution", "max_pool", "relu", "sum");
    }

    @Test
    void oneOfTwoConvolutionsTakesTheirSum() {
        Plan plan = prediction(graph -> {
            Tensor x = graph.input("x", IMAGES);
            return outputs(Map.of("y", graph.add(conv(graph, "a", x, true), conv(graph, "b", x, true))));
        });

        assertThat(labels(plan)).containsExactly("convolution", "convolution + residual");
    }

    @Test
    void aConvolutionTwiceInASumIsNotItsOwnResidual() {
        Plan plan = prediction(graph -> {
            Tensor x = conv(graph, "a", graph.input("x", IMAGES), true);
            return outputs(Map.of("y", graph.add(x, x)));
        });

        assertThat(labels(plan)).containsExactly("convolution", "sum");
    }

    @Test
    void onlyWhatAnOutputNeedsIsComputed() {
        Planner planner = planner(graph -> {
            Tensor x = conv(graph, "shared", graph.input("x", IMAGES), true);
            Map<String, Tensor> outputs = new LinkedHashMap<>();
            outputs.put("a", conv(graph, "a", x, true));
            outputs.put("b", graph.activate(Activation.SIGMOID, conv(graph, "b", x, true)));
            return outputs(outputs);
        });

        assertThat(labels(planner.forward(List.of("a"), Purpose.INFERENCE)))
                .containsExactly("convolution", "convolution");
        assertThat(labels(planner.forward(List.of("b"), Purpose.INFERENCE)))
                .containsExactly("convolution", "convolution + sigmoid");
    }

    @Test
    void whatNoLossDependsOnIsNotComputed() {
        Plan plan = planner(graph -> {
                    Tensor x = graph.input("x", IMAGES);
                    conv(graph, "dead", x, true);
                    return trained(graph, conv(graph, "live", x, true));
                })
                .gradients();

        assertThat(plan.gradients().keySet()).containsExactly("live.weight");
        assertThat(labels(plan))
                .containsExactly(
                        "convolution",
                        "map_to_cells",
                        "smooth_l1_loss",
                        "map_to_cells_backward",
                        "convolution backward weights");
    }

    @Test
    void frozenLayersHaveNoBackwardSteps() {
        Plan plan = planner(graph -> {
                    Tensor x = conv(graph, "frozen", graph.input("x", IMAGES), false);
                    x = graph.apply(new Operation.MaxPool(3, 1, Padding.of(1)), x);
                    return trained(graph, conv(graph, "trained", x, true));
                })
                .gradients();

        assertThat(labels(plan))
                .filteredOn(label -> label.contains("backward"))
                .containsExactly("map_to_cells_backward", "convolution backward weights");
    }

    @Test
    void gradientsPassThroughFrozenLayersAboveTrainedOnes() {
        Plan plan = planner(graph -> {
                    Tensor x = conv(graph, "trained", graph.input("x", IMAGES), true);
                    return trained(graph, conv(graph, "frozen", x, false));
                })
                .gradients();

        assertThat(labels(plan))
                .filteredOn(label -> label.contains("backward"))
                .containsExactly("map_to_cells_backward", "convolution backward data", "convolution backward weights");
        assertThat(plan.gradients().keySet()).containsExactly("trained.weight");
    }

    @Test
    void aMapIsNotKeptForTheGradientOfAProductWithFactorsThatAreFed() {
        Plan plan = planner(graph -> {
                    Tensor x = conv(graph, "first", graph.input("x", IMAGES), true);
                    Tensor branch = conv(graph, "branch", x, true);
                    Tensor left = new DropPath("drop", 4, 0.5).apply(graph, branch);
                    return trained(graph, conv(graph, "last", graph.add(left, x), true));
                })
                .gradients();

        List<Step> products = plan.steps().stream()
                .filter(step -> step.instruction().label().startsWith("scale_channels"))
                .toList();
        assertThat(products)
                .extracting(step -> step.instruction().label())
                .containsExactly("scale_channels", "scale_channels");
        assertThat(products.get(1).inputs()).extracting(Value::name).hasSize(2).contains("drop");
        assertThat(products.get(1).inputs())
                .doesNotContain(products.get(0).inputs().get(0));
    }

    @Test
    void swishIsFusedForPredictionOnly() {
        NetworkDefinition definition = graph ->
                trained(graph, graph.activate(Activation.SWISH, conv(graph, "conv", graph.input("x", IMAGES), true)));

        assertThat(labels(prediction(definition))).containsExactly("convolution + swish");
        assertThat(labels(planner(definition).gradients())).startsWith("convolution", "swish");
    }

    @Test
    void aTrainedBatchNormIsFoldedForPredictionOnly() {
        NetworkDefinition definition = graph -> {
            Tensor x = conv(graph, "conv", graph.input("x", IMAGES), true);
            return trained(
                    graph,
                    new Norms.Batch().declare(graph.scope("norm"), 4, true).apply(graph, x));
        };

        assertThat(labels(prediction(definition))).containsExactly("fold norm", "convolution + bias");
        assertThat(labels(planner(definition).forward(List.of("map"), Purpose.TRAINING)))
                .containsExactly("convolution", "batch norm");
        assertThat(labels(planner(definition).gradients()))
                .startsWith("convolution", "batch norm", "update running statistics");
    }

    @Test
    void predictorMapsBecomeCellsInOneStep() {
        Plan plan = prediction(graph -> {
            Tensor x = graph.input("x", IMAGES);
            Operation cells = new Operation.MapToCells(2);
            Tensor fine = graph.apply(cells, conv(graph, "a", x, true));
            Tensor coarse = graph.apply(cells, graph.apply(new Operation.MaxPool(3, 2, Padding.of(1)), x));
            return outputs(Map.of("y", graph.apply(new Operation.Concat(1), fine, coarse)));
        });

        assertThat(labels(plan)).containsExactly("convolution", "max_pool", "maps to cells");
        assertThat(plan.steps().get(2).origins()).containsExactly("map_to_cells", "map_to_cells_2", "concat");
    }

    @Test
    void aValueThatSeveralReadGetsTheSumOfTheirGradients() {
        Plan plan = planner(graph -> {
                    Tensor x = conv(graph, "below", graph.input("x", IMAGES), true);
                    return trained(graph, graph.add(conv(graph, "a", x, true), conv(graph, "b", x, true)));
                })
                .gradients();

        Step sum = plan.steps().stream()
                .filter(step -> step.instruction() instanceof Instruction.Forward forward
                        && forward.operation() instanceof Operation.Sum)
                .findFirst()
                .orElseThrow();
        assertThat(sum.inputs().stream().map(Value::name)).containsExactly("d(convolution)", "d(convolution)");
        assertThat(sum.inputs().get(0)).isNotSameAs(sum.inputs().get(1));
    }

    @Test
    void whatStaysTheSameFromRunToRunIsFixed() {
        NetworkDefinition definition = graph -> {
            Tensor x = frozenNorm(graph, "n1", conv(graph, "frozen", graph.input("x", IMAGES), false));
            return trained(graph, frozenNorm(graph, "n2", conv(graph, "trained", x, true)));
        };

        assertThat(prediction(definition).fixed().stream().map(Value::name))
                .contains("frozen.weight'", "trained.weight'", "n1.bias'", "n2.bias'");
        Plan training = planner(definition).gradients();
        assertThat(training.fixed().stream().map(Value::name))
                .contains("frozen.weight'", "n1.bias'", "n2.weight")
                .doesNotContain("trained.weight", "trained.weight'", "n2.bias'", "convolution");
    }

    @Test
    void forwardStepsComeBeforeBackwardOnes() {
        Plan plan = planner(graph -> trained(graph, conv(graph, "conv", graph.input("x", IMAGES), true)))
                .gradients();

        assertThat(labels(plan).subList(0, plan.forwardSteps()))
                .containsExactly("convolution", "map_to_cells", "smooth_l1_loss");
    }

    @Test
    void lossesMustBeLossOperations() {
        Planner planner = planner(graph -> {
            Declared declared = trained(graph, conv(graph, "conv", graph.input("x", IMAGES), true));
            Tensor weighed =
                    graph.apply(new Operation.Multiply(2), declared.losses().get("loss"));
            return new Declared(Map.of(), Map.of("loss", weighed));
        });

        assertThatThrownBy(planner::gradients)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("loss[multiply] must be the output of a loss operation; to weigh a loss, scale its weights"
                        + " per cell");
    }

    @Test
    void aNetworkWithoutLossesHasNoGradients() {
        assertThatThrownBy(planner(graph -> outputs(Map.of("x", graph.input("x", IMAGES))))::gradients)
                .hasMessage("a network for training needs a loss");
    }

    @Test
    void inputsAndParametersAreDeclaredOnce() {
        PlanGraph graph = new PlanGraph();
        graph.input("x", IMAGES);
        conv(graph, "conv", graph.input("y", IMAGES), true);

        assertThatThrownBy(() -> graph.input("x", IMAGES)).hasMessage("input[x] is declared twice");
        assertThatThrownBy(() -> conv(graph, "conv", graph.input("z", IMAGES), true))
                .hasMessage("parameter[conv.weight] is declared twice");
    }

    @Test
    void outputsThatNobodyDeclaredAreUnknown() {
        Planner planner = planner(graph -> outputs(Map.of("x", graph.input("x", IMAGES))));

        assertThatThrownBy(() -> planner.forward(List.of("z"), Purpose.INFERENCE))
                .hasMessage("output[z] was not declared; known: [x]");
    }
}
