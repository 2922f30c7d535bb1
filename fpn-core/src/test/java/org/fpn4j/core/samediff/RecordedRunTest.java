package org.fpn4j.core.samediff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.weights.Weights;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.api.OutAndGrad;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class RecordedRunTest {
    private static final Shape IMAGES = Shape.of(2, 3, 13, 11);
    private static final Shape LABELS = Shape.of(2, 7 * 6);

    /** Convolution, norms, pooling, a resized sum and a loss: everything whose arrays a session recycles. */
    private static Tensor loss(Graph graph) {
        Tensor x = graph.input("images", IMAGES);
        x = Conv2d.of(3, 8, 3).declare(graph.scope("one")).apply(graph, x);
        x = new Norms.Group(4, 1e-5).declare(graph.scope("norm"), 8).apply(graph, x);
        Tensor fine = graph.apply(
                new Operation.MaxPool(3, 2, Padding.of(1)), graph.activate(Activation.SWISH, x)); // [2, 8, 7, 6]
        Tensor coarse = Conv2d.of(8, 8, 3).stride(2).declare(graph.scope("two")).apply(graph, fine);
        Tensor sum = graph.add(fine, graph.resizeNearest(coarse, 7, 6));
        Tensor logits = Conv2d.of(8, 2, 1).declare(graph.scope("three")).apply(graph, sum);
        return graph.apply(
                new Operation.FocalLoss(0.25, 2),
                graph.apply(new Operation.MapToCells(2), logits),
                graph.input("labels", LABELS),
                graph.input("weights", LABELS));
    }

    @Test
    void repeatsTheBitsOfTheSession() {
        SameDiff sameDiff = SameDiff.create();
        SameDiffGraph graph = SameDiffGraph.on(sameDiff, Purpose.TRAINING, new Weights(Map.of()));
        String loss = loss(graph).name();
        sameDiff.setLossVariables(loss);
        List<String> parameters =
                graph.parameters().stream().map(parameter -> parameter.name()).toList();
        GradientFunction.of(sameDiff, List.of());
        Map<String, String> wanted = new LinkedHashMap<>();
        parameters.forEach(name -> wanted.put(name, sameDiff.grad(name).name()));
        wanted.put("loss", loss);
        Map<String, INDArray> inputs = inputs(0);
        try (RecordedRun recorded = new RecordedRun(sameDiff.getFunction("grad"), inputs, wanted.values())) {
            for (int round = 1; round <= 3; round++) {
                Map<String, INDArray> values = inputs(round);
                inputs.forEach((name, array) -> array.assign(values.get(name)));
                recorded.repeat();
                OutAndGrad expected = sameDiff.calculateGradientsAndOutputs(values, List.of(loss), parameters);

                assertThat(recorded.outputs().get(loss))
                        .isEqualTo(expected.getOutputs().get(loss));
                for (String name : parameters) {
                    assertThat(recorded.outputs().get(wanted.get(name)).data().asFloat())
                            .as("gradient of " + name + " in round " + round)
                            .containsExactly(expected.getGradients()
                                    .get(name)
                                    .dup('c')
                                    .data()
                                    .asFloat());
                }
            }
        }
    }

    private static Map<String, INDArray> inputs(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, INDArray> inputs = new HashMap<>();
        inputs.put("images", filled(IMAGES, random::nextGaussian));
        inputs.put("labels", filled(LABELS, () -> random.nextInt(4) - 2));
        inputs.put("weights", filled(LABELS, random::nextDouble));
        return inputs;
    }

    private static INDArray filled(Shape shape, java.util.function.DoubleSupplier values) {
        float[] array = new float[(int) shape.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = (float) values.getAsDouble();
        }
        return Nd4j.createFromArray(array).reshape(shape.toLongArray());
    }
}
