package org.fpn4j.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ReadGraphTest {
    private static final Shape MAP = Shape.of(1, 4, 5, 5);

    /** Writes down what it is told. */
    private static final class Told implements Reading {
        final List<String> lines = new ArrayList<>();

        private record Named(String name, Shape shape) implements Tensor {}

        @Override
        public Tensor input(String name, Shape shape) {
            lines.add("input " + name);
            return new Named(name, shape);
        }

        @Override
        public Tensor parameter(Parameter parameter) {
            lines.add("parameter " + parameter.name());
            return new Named(parameter.name(), parameter.shape());
        }

        @Override
        public Tensor constant(String name, Shape shape, Supplier<float[]> values) {
            lines.add("constant " + name);
            return new Named(name, shape);
        }

        @Override
        public Tensor apply(Applied node) {
            lines.add(node.name() + " in [" + node.scope() + "] of " + node.shapes() + " to " + node.output());
            return new Named(node.name(), node.output());
        }
    }

    private final Told told = new Told();
    private final ReadGraph graph = new ReadGraph(told);

    private static Tensor factor(Graph graph, String name) {
        return graph.parameter(name, Shape.of(1), new Initializer.Constant(1), Parameter.Role.SCALE, true);
    }

    /** Shapes may be empty, as boxes of which there are none; a network has something to compute with. */
    @Test
    void whatHasNoValuesIsRefusedByName() {
        Tensor map = graph.input("images", MAP);

        assertThatThrownBy(() -> graph.input("boxes", Shape.of(1, 0, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("input[boxes] of [1, 0, 4] has no values; a network is made for one or more");
        assertThatThrownBy(() -> graph.scope("head").constant("anchors", Shape.of(0, 4), () -> new float[0]))
                .hasMessage("constant[head.anchors] of [0, 4] has no values; a network is made for one or more");
        assertThatThrownBy(() -> graph.apply(new Operation.ResizeNearest(0, 5), map))
                .hasMessage("node[resize_nearest]: its output [1, 4, 0, 5] has no values");
    }

    @Test
    void aReadingIsToldOfEverythingInOrderByItsFullName() {
        Graph level = graph.scope("head").scope("P3");
        Tensor x = level.input("images", MAP);
        Tensor y = level.apply(new Operation.ScaleByParameter(), x, factor(level, "scale"));
        level.activate(Activation.RELU, level.activate(Activation.RELU, y));
        level.constant("anchors", Shape.of(2, 4), () -> new float[8]);

        assertThat(told.lines)
                .containsExactly(
                        "input images",
                        "parameter head.P3.scale",
                        "head.P3.scale_by_parameter in [head.P3] of [[1, 4, 5, 5], [1]] to [1, 4, 5, 5]",
                        "head.P3.relu in [head.P3] of [[1, 4, 5, 5]] to [1, 4, 5, 5]",
                        "head.P3.relu_2 in [head.P3] of [[1, 4, 5, 5]] to [1, 4, 5, 5]",
                        "constant head.P3.anchors");
        assertThat(graph.inputs()).isEqualTo(Map.of("images", MAP));
        assertThat(graph.parameters()).extracting(Parameter::name).containsExactly("head.P3.scale");
        assertThat(level.path()).isEqualTo("head.P3");
    }

    @Test
    void everyNameIsDeclaredOnce() {
        graph.input("images", MAP);
        factor(graph.scope("head"), "scale");
        graph.constant("anchors", MAP, () -> new float[100]);

        assertThatThrownBy(() -> graph.scope("head").input("images", MAP))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("input[images] is declared twice");
        assertThatThrownBy(() -> factor(graph.scope("head"), "scale"))
                .hasMessage("parameter[head.scale] is declared twice");
        assertThatThrownBy(() -> graph.constant("anchors", MAP, () -> new float[100]))
                .hasMessage("constant[anchors] is declared twice");
        assertThatThrownBy(() -> factor(graph, "images")).hasMessage("parameter[images] has the name of an input");
        assertThatThrownBy(() -> graph.input("head.scale", MAP))
                .hasMessage("input[head.scale] has the name of a parameter");
    }

    @Test
    void whatDoesNotFitIsToldWithItsPlace() {
        Graph neck = graph.scope("neck").scope("P4");
        Tensor fine = graph.input("fine", MAP);
        Tensor coarse = graph.input("coarse", Shape.of(1, 4, 3, 3));

        assertThatThrownBy(() -> neck.add(fine, coarse))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("node[neck.P4.sum]: sum: shapes differ, [[1, 4, 5, 5], [1, 4, 3, 3]]");
        assertThat(told.lines).containsExactly("input fine", "input coarse");
    }
}
