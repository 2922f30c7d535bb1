package org.fpn4j.heads.yolox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Parameter.Role;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.heads.Golden;
import org.fpn4j.heads.Heads;
import org.fpn4j.heads.Levels;
import org.fpn4j.heads.Wave;
import org.junit.jupiter.api.Test;

/** Assignment, losses and gradients for fixed predictions, {@code golden/yolox/make_golden.py}. */
class YoloxGoldenTest {
    private static final Golden GOLDEN = Golden.of("yolox");
    private static final PyramidSpec PYRAMID = PyramidSpec.uniform("P", 3, 4, 8);
    private static final HeadInputs INPUTS = Levels.inputs(PYRAMID, 2, 64, 48);
    private static final YoloxConfig CONFIG =
            new YoloxConfig().withNumClasses(3).withMaxObjects(4).withL1Weight(1);
    private static final GroundTruth OBJECTS =
            Golden.objects(List.of(2, 0, 1), 4, 6, 40, 44, 8, 10, 30, 28, 30, 40, 44, 60);

    private final HeadGeometry geometry = CONFIG.create(PYRAMID).at(INPUTS);

    private Map<String, NamedTensor> predictions() {
        Map<String, NamedTensor> predictions = new LinkedHashMap<>();
        predictions.put("cls_logits", wave("cls_logits", 3, 2));
        predictions.put("box_deltas", wave("box_deltas", 4, 0.9));
        predictions.put("objectness", wave("objectness", 1, 2));
        return predictions;
    }

    private NamedTensor wave(String name, int width, double amplitude) {
        Shape shape = Shape.of(2, geometry.cells(), width);
        return new NamedTensor(shape, Wave.values(name, shape.size(), amplitude));
    }

    private Network network() {
        Map<String, NamedTensor> predictions = predictions();
        NetworkDefinition definition = graph -> {
            Map<String, Tensor> learned = new LinkedHashMap<>();
            predictions.forEach((name, given) -> learned.put(
                    name, graph.parameter(name, given.shape(), new Initializer.Constant(0), Role.WEIGHT, true)));
            learned.putAll(new YoloxHead(CONFIG, PYRAMID).assigned(graph, learned, YoloxCells.of(PYRAMID, INPUTS)));
            return new NetworkDefinition.Declared(learned, geometry.losses().declare(graph.scope("loss"), 2, learned));
        };
        return new SameDiffExecutor().compile(definition, Purpose.TRAINING, new Weights(predictions));
    }

    @Test
    void lossesAndGradientsAreYoloxs() {
        Map<String, float[]> targets = Heads.targets(geometry, List.of(OBJECTS, new GroundTruth(List.of(), List.of())));
        try (Network network = network()) {
            Map<String, Double> losses = network.backward(targets);

            assertThat(losses.keySet()).containsExactly("classification", "box_regression", "objectness", "l1");
            losses.forEach((name, loss) -> assertThat(loss)
                    .as(name)
                    .isCloseTo(GOLDEN.number("losses/" + name), within(1e-4))); // float32 sums of up to 20
            for (ParameterBuffers.Slot slot : network.buffers().slots()) {
                float[] gradient = ParameterBuffers.view(network.buffers().gradients(), slot)
                        .toArray();
                GOLDEN.assertClose("gradients/" + slot.parameter().name(), gradient, 1e-5);
            }
        }
    }

    @Test
    void cellsAreAssignedAsYoloxs() {
        Map<String, float[]> targets = Heads.targets(geometry, List.of(OBJECTS, new GroundTruth(List.of(), List.of())));
        try (Network network = network()) {
            network.backward(targets);
            float[] table =
                    network.forward(targets, List.of(YoloxHead.ASSIGNED)).get(YoloxHead.ASSIGNED);

            float[] expected = GOLDEN.floats("assigned");
            for (int cell = 0; cell < geometry.cells(); cell++) {
                assertThat(table[cell * YoloxTargets.COLUMNS + YoloxTargets.OBJECT])
                        .as("cell " + cell)
                        .isEqualTo(expected[cell]);
            }
        }
    }
}
