package org.fpn4j.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Parameter.Role;
import org.fpn4j.core.graph.RegionLevels;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.junit.jupiter.api.Test;

/** What Java computes has the same bits whatever the number of threads: each value is added up by one of them. */
class RegionThreadsTest {
    private static final int REGIONS = 60;
    private static final List<Shape> MAPS = List.of(Shape.of(2, 9, 16, 20), Shape.of(2, 9, 8, 10));

    @Test
    void oneThreadAndSeveralGiveTheSameBits() {
        float[] alone = gradients(1);

        assertThat(gradients(2)).isEqualTo(alone);
        assertThat(gradients(5)).isEqualTo(alone);
        int length = 2 * 9 * (320 + 80);
        assertThat(alone).hasSize(length).isNotEqualTo(new float[length]);
    }

    private static float[] gradients(int threads) {
        Map<String, NamedTensor> weights = new LinkedHashMap<>();
        for (int i = 0; i < MAPS.size(); i++) {
            weights.put(
                    "map" + i,
                    new NamedTensor(MAPS.get(i), normal(i, MAPS.get(i).size(), 1)));
        }
        try (Network network = new PlanExecutor("tested", () -> List.of(new Nd4jKernels(threads)))
                .compile(definition(), Purpose.TRAINING, new Weights(weights))) {
            network.backward(Map.of("labels", labels()));
            return network.buffers().gradients().toArray();
        }
    }

    /** Overlapping regions of both levels, each with a class: their cells are its logits. */
    private static NetworkDefinition definition() {
        RegionLevels levels = new RegionLevels(2, 3, 3, 24, RegionLevels.Epsilon.TORCHVISION);
        return graph -> {
            List<Tensor> inputs = new ArrayList<>();
            for (int i = 0; i < MAPS.size(); i++) {
                inputs.add(map(graph, i));
            }
            inputs.add(graph.constant("regions", Shape.of(2, REGIONS, 4), RegionThreadsTest::regions));
            Tensor cells = graph.apply(new Operation.RoiAlign(List.of(4, 8), levels, 3, 0, true), inputs);
            Tensor rows = graph.apply(new Operation.MapsToRows(REGIONS), cells);
            Tensor loss = graph.apply(
                    new Operation.SoftmaxCrossEntropy(),
                    graph.apply(new Operation.Maximum(), rows, graph.apply(new Operation.Multiply(0.5), rows)),
                    graph.input("labels", Shape.of(2, REGIONS)),
                    graph.constant("weights", Shape.of(2, REGIONS), () -> normal(9, 2L * REGIONS, 1)));
            return new NetworkDefinition.Declared(Map.of(), Map.of("loss", loss));
        };
    }

    private static Tensor map(Graph graph, int index) {
        return graph.parameter("map" + index, MAPS.get(index), new Initializer.Constant(0), Role.WEIGHT, true);
    }

    private static float[] regions() {
        float[] places = normal(5, 2L * REGIONS * 4, 12);
        for (int i = 0; i < places.length; i++) {
            places[i] = (i % 4 < 2 ? 20 : 36) + places[i];
        }
        return places;
    }

    private static float[] labels() {
        float[] labels = new float[2 * REGIONS];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 80 - 1;
        }
        return labels;
    }

    private static float[] normal(int seed, long size, double spread) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[(int) size];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (spread * random.nextGaussian());
        }
        return values;
    }
}
