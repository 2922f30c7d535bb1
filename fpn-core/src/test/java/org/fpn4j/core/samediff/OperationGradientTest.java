package org.fpn4j.core.samediff;

import static org.fpn4j.core.samediff.GradientCheck.assertMatches;

import java.util.List;
import java.util.Map;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Parameter.Role;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.Norms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation's gradient against central differences. The parameter under test feeds the operation. */
class OperationGradientTest {
    private static Tensor leaf(Graph graph, String name, int... dims) {
        Shape shape = Shape.of(dims);
        return graph.parameter(name, shape, new Initializer.Normal(1), Role.WEIGHT, true);
    }

    private static Tensor map(Graph graph, String name) {
        // rank-4 parameters are stored as kernels, so a map is reached through a 1x1 convolution of an input
        Tensor input = graph.input("in_" + name, Shape.of(2, 3, 5, 6));
        return Conv2d.of(3, 4, 1).declare(graph.scope(name)).apply(graph, input);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void convolution(int stride) {
        assertMatches(graph -> {
            Tensor x = map(graph, "x");
            Tensor y = Conv2d.of(4, 5, 3)
                    .stride(stride)
                    .declare(graph.scope("conv"))
                    .apply(graph, x);
            return List.of(y);
        });
    }

    @Test
    void convolutionSame() {
        Padding padding = Padding.same(5, 6, 3, 2); // symmetric over five rows, not over six columns
        assertMatches(graph -> {
            Tensor weight =
                    graph.parameter("weight", Shape.of(5, 4, 3, 3), Initializer.fpnUniform(), Role.WEIGHT, true);
            return List.of(graph.apply(new Operation.Convolution(2, padding, 1), map(graph, "x"), weight));
        });
    }

    @Test
    void depthwiseConvolution() {
        assertMatches(graph -> List.of(
                Conv2d.of(4, 4, 3).depthwise().declare(graph.scope("conv")).apply(graph, map(graph, "x"))));
    }

    @Test
    void convolutionOfOneChannel() {
        assertMatches(graph -> {
            Tensor one = Conv2d.of(4, 1, 1).declare(graph.scope("one")).apply(graph, map(graph, "x"));
            return List.of(Conv2d.of(1, 3, 3).declare(graph.scope("conv")).apply(graph, one));
        });
    }

    @Test
    void batchNormOfTheBatch() {
        assertMatches(graph ->
                List.of(new Norms.Batch().declare(graph.scope("norm"), 4).apply(graph, map(graph, "x"))));
    }

    @Test
    void frozenBatchNorm() {
        assertMatches(graph ->
                List.of(new Norms.FrozenBatch().declare(graph.scope("norm"), 4).apply(graph, map(graph, "x"))));
    }

    @Test
    void groupNorm() {
        assertMatches(graph ->
                List.of(new Norms.Group(2, 1e-5).declare(graph.scope("norm"), 4).apply(graph, map(graph, "x"))));
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void activation(Activation activation) {
        assertMatches(graph -> List.of(graph.activate(activation, map(graph, "x"))));
    }

    @Test
    void maxPoolSymmetric() {
        assertMatches(graph -> List.of(graph.apply(new Operation.MaxPool(3, 2, Padding.of(1)), map(graph, "x"))));
    }

    @Test
    void maxPoolSame() {
        assertMatches(
                graph -> List.of(graph.apply(new Operation.MaxPool(3, 2, Padding.same(5, 6, 3, 2)), map(graph, "x"))));
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 9, 10, 13})
    void resizeNearest(int height) {
        assertMatches(graph -> List.of(graph.resizeNearest(map(graph, "x"), height, 12)));
    }

    @Test
    void sumAndMultiply() {
        assertMatches(graph ->
                List.of(graph.apply(new Operation.Multiply(0.5), graph.add(map(graph, "x"), map(graph, "y")))));
    }

    @Test
    void scaleByParameter() {
        assertMatches(graph ->
                List.of(graph.apply(new Operation.ScaleByParameter(), map(graph, "x"), leaf(graph, "scale", 1))));
    }

    @ParameterizedTest
    @EnumSource(Operation.WeightedFusion.Mode.class)
    void weightedFusion(Operation.WeightedFusion.Mode mode) {
        assertMatches(graph -> {
            Tensor weights = graph.parameter("fusion", Shape.of(2), new Initializer.Constant(1), Role.FUSION, true);
            return List.of(
                    graph.apply(new Operation.WeightedFusion(mode, 1e-4), map(graph, "x"), map(graph, "y"), weights));
        });
    }

    @Test
    void concatOfCells() {
        assertMatches(graph -> {
            Operation cells = new Operation.MapToCells(2);
            Tensor joined = graph.apply(
                    new Operation.Concat(1), graph.apply(cells, map(graph, "x")), graph.apply(cells, map(graph, "y")));
            return List.of(joined);
        });
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1.5, 2})
    void focalLoss(double gamma) {
        double[] labels = new double[2 * 30];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 6 - 2; // ignored, background, and each of the four classes
        }
        assertMatches(
                graph -> {
                    Tensor logits = graph.apply(new Operation.MapToCells(4), map(graph, "x"));
                    return List.of(graph.apply(
                            new Operation.FocalLoss(0.25, gamma),
                            logits,
                            graph.input("labels", Shape.of(2, 30)),
                            graph.input("weights", Shape.of(2, 30))));
                },
                Map.of("labels", labels));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.7})
    void smoothL1Loss(double beta) {
        assertMatches(graph -> List.of(graph.apply(
                new Operation.SmoothL1Loss(beta),
                graph.apply(new Operation.MapToCells(4), map(graph, "x")),
                graph.input("target", Shape.of(2, 30, 4)),
                graph.input("weights", Shape.of(2, 30)))));
    }

    @ParameterizedTest
    @EnumSource(Operation.IouLoss.Kind.class)
    void iouLossOfDecodedBoxes(Operation.IouLoss.Kind kind) {
        double[] targets = new double[2 * 30 * 4];
        float[] anchors = new float[30 * 4];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = (i % 4 < 2 ? 2 : 11) + i % 5;
        }
        for (int i = 0; i < anchors.length; i++) {
            anchors[i] = i % 4 < 2 ? i % 3 : 10 + i % 7;
        }
        assertMatches(
                graph -> {
                    Tensor deltas = graph.apply(
                            new Operation.Multiply(0.1), graph.apply(new Operation.MapToCells(4), map(graph, "x")));
                    Tensor boxes = graph.apply(
                            new Operation.DecodeDeltas(1, 1, 4),
                            deltas,
                            graph.constant("anchors", Shape.of(30, 4), () -> anchors));
                    return List.of(graph.apply(
                            new Operation.IouLoss(kind),
                            boxes,
                            graph.input("target", Shape.of(2, 30, 4)),
                            graph.input("weights", Shape.of(2, 30))));
                },
                Map.of("target", targets));
    }

    @Test
    void distancesToBoxes() {
        assertMatches(graph -> List.of(graph.apply(
                new Operation.DistancesToBoxes(), graph.apply(new Operation.MapToCells(4), map(graph, "x")))));
    }

    @Test
    void binaryCrossEntropy() {
        assertMatches(graph -> List.of(graph.apply(
                new Operation.BinaryCrossEntropy(),
                graph.apply(new Operation.MapToCells(4), map(graph, "x")),
                graph.input("target", Shape.of(2, 30, 4)),
                graph.input("weights", Shape.of(2, 30)))));
    }

    @ParameterizedTest
    @CsvSource({"2, 4", "0, 0", "1.5, 1"})
    void gaussianFocalLoss(double alpha, double beta) {
        double[] targets = new double[2 * 30 * 4];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = i % 6 / 5.0; // nothing, four places of a slope, a peak
        }
        assertMatches(
                graph -> List.of(graph.apply(
                        new Operation.GaussianFocalLoss(alpha, beta),
                        graph.apply(new Operation.MapToCells(4), map(graph, "x")),
                        graph.input("target", Shape.of(2, 30, 4)),
                        graph.input("weights", Shape.of(2, 30)))),
                Map.of("target", targets));
    }
}
