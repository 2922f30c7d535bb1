package org.fpn4j.heads.roi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.layer.Layer;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.heads.Levels;
import org.junit.jupiter.api.Test;

/** Levels P2, P3 and P4 of a 64 x 64 image, whose maps hold 2, -3 and 1 everywhere; a small region and one of the image. */
class PoolConfigTest {
    private static final PyramidSpec SPEC = PyramidSpec.uniform("P", 2, 4, 1);
    private static final HeadInputs INPUTS = Levels.inputs(SPEC, 1, 64, 64);
    private static final float[] REGIONS = {8, 8, 20, 20, 0, 0, 64, 64};
    private static final Layer SQUARE = (graph, x) -> graph.apply(new Operation.Sum(), List.of(x, x));
    private static final Layer RELU = (graph, x) -> graph.activate(Activation.RELU, x);

    /** Of the canonical size 32 at level 4, the small one is from P2. */
    @Test
    void aRegionIsPooledFromTheLevelOfItsSize() {
        PoolConfig config = pool(PoolConfig.Levels.ASSIGNED, PoolConfig.Fusion.MAX, PoolConfig.Fuse.AFTER_FIRST_LAYER);

        assertThat(pooled(config, RELU)).containsExactly(2, 1);
    }

    @Test
    void ofAllLevelsTheLargestRemainsOrTheSum() {
        PoolConfig.Fuse before = PoolConfig.Fuse.BEFORE_FIRST_LAYER;

        assertThat(pooled(pool(PoolConfig.Levels.ALL, PoolConfig.Fusion.MAX, before), SQUARE))
                .containsExactly(4, 4);
        assertThat(pooled(pool(PoolConfig.Levels.ALL, PoolConfig.Fusion.SUM, before), SQUARE))
                .containsExactly(0, 0);
    }

    /** The first layer takes the negative away before it is added, or after. */
    @Test
    void levelsAreFusedBeforeTheFirstLayerOrAfterIt() {
        PoolConfig after = pool(PoolConfig.Levels.ALL, PoolConfig.Fusion.SUM, PoolConfig.Fuse.AFTER_FIRST_LAYER);
        PoolConfig before = pool(PoolConfig.Levels.ALL, PoolConfig.Fusion.SUM, PoolConfig.Fuse.BEFORE_FIRST_LAYER);

        assertThat(pooled(after, RELU, SQUARE)).containsExactly(6, 6); // twice (2 + 0 + 1)
        assertThat(pooled(before, RELU, SQUARE)).containsExactly(0, 0); // twice what is left of 2 - 3 + 1
    }

    @Test
    void oneLevelIsAllOfThem() {
        PoolConfig config = pool(PoolConfig.Levels.ALL, PoolConfig.Fusion.MAX, PoolConfig.Fuse.AFTER_FIRST_LAYER)
                .withMaxLevel(2);

        assertThat(pooled(config, SQUARE)).containsExactly(4, 4);
    }

    @Test
    void coarserLevelsThanTheLastAreNotAsked() {
        PoolConfig config = pool(PoolConfig.Levels.ASSIGNED, PoolConfig.Fusion.MAX, PoolConfig.Fuse.AFTER_FIRST_LAYER)
                .withMaxLevel(3);

        assertThat(pooled(config, SQUARE)).containsExactly(4, -6);
    }

    /** The canonical size at level 4 is 32, so a side of 8 is level 2's, one of 16 level 3's. */
    @Test
    void boxesArePooledFromTheLevelOfTheirSizeOrFromAll() {
        List<Box> boxes = List.of(new Box(0, 0, 8, 8), new Box(0, 0, 16, 16), new Box(0, 0, 90, 90));
        PoolConfig assigned =
                pool(PoolConfig.Levels.ASSIGNED, PoolConfig.Fusion.MAX, PoolConfig.Fuse.AFTER_FIRST_LAYER);
        PoolConfig all = pool(PoolConfig.Levels.ALL, PoolConfig.Fusion.MAX, PoolConfig.Fuse.AFTER_FIRST_LAYER);

        assertThat(assigned.levelsOf(boxes, SPEC)).containsExactly(List.of("P2"), List.of("P3"), List.of("P4"));
        assertThat(assigned.withMaxLevel(3).levelsOf(boxes, SPEC))
                .containsExactly(List.of("P2"), List.of("P3"), List.of("P3"));
        assertThat(all.withMaxLevel(3).levelsOf(boxes.subList(0, 1), SPEC)).containsExactly(List.of("P2", "P3"));
    }

    @Test
    void aLevelThatThePyramidLacksIsNamedWithItsPlace() {
        assertThatThrownBy(() -> new PoolConfig(7).check("roi.pool", SPEC))
                .hasMessage("roi.pool.max_level[5] must be one of the pyramid's levels [P2, P3, P4]");
        assertThatThrownBy(() -> new PoolConfig(0)).hasMessage("size[0] must be between 1 and 1000");
    }

    private static PoolConfig pool(PoolConfig.Levels levels, PoolConfig.Fusion fusion, PoolConfig.Fuse fuse) {
        PoolConfig defaults = new PoolConfig(2);
        return new PoolConfig(4, 2, 2, false, 4, 32, defaults.epsilon(), levels, fusion, fuse);
    }

    /** The one value of each region's map. */
    private static float[] pooled(PoolConfig config, Layer... layers) {
        NetworkDefinition definition = graph -> {
            Pyramid pyramid = Levels.pyramid(graph, SPEC, INPUTS);
            Tensor regions = graph.input("regions", Shape.of(1, 2, 4));
            Tensor maps = config.apply(graph, pyramid, regions, List.of(layers));
            return new NetworkDefinition.Declared(Map.of("maps", maps), Map.of());
        };
        Map<String, float[]> fed = new LinkedHashMap<>();
        fed.put("regions", REGIONS);
        float[] values = {2, -3, 1};
        try (Network network = new SameDiffExecutor().compile(definition, Purpose.INFERENCE, new Weights(Map.of()))) {
            for (int i = 0; i < values.length; i++) {
                String name = "level_" + SPEC.names().get(i);
                if (network.inputs().containsKey(name)) {
                    float[] map = new float[(int) network.inputs().get(name).size()];
                    Arrays.fill(map, values[i]);
                    fed.put(name, map);
                }
            }
            float[] maps = network.forward(fed, List.of("maps")).get("maps");
            assertThat(Arrays.copyOf(maps, 4)).containsOnly(maps[0]);
            assertThat(Arrays.copyOfRange(maps, 4, 8)).containsOnly(maps[4]);
            return new float[] {maps[0], maps[4]};
        }
    }
}
