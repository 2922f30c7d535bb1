package org.fpn4j.core.neck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.core.golden.GoldenValues;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.neck.ExtraLevels.LastLevelMaxPool;
import org.fpn4j.core.neck.ExtraLevels.LastLevelP6P7;
import org.fpn4j.core.neck.ExtraLevels.Source;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.junit.jupiter.api.Test;

class ExtraLevelsTest {
    private static final PyramidSpec STAGES = NeckNetwork.stages(3, 6, 10, 12);
    private static final Fpn.Config FPN = new Fpn.Config(8, 3, 5);

    private static NeckNetwork network(ExtraLevelsConfig extraLevels) {
        return new NeckNetwork(FPN, extraLevels, STAGES, 25, 19);
    }

    private static CostGraph costOfP6P7(Source source) {
        PyramidSpec stages = NeckNetwork.resNet50(3);
        return new NeckNetwork(new Fpn.Config(), new LastLevelP6P7(source, true), stages, 100, 100).cost();
    }

    @Test
    void noneKeepsTheNecksLevels() {
        PyramidSpec levels = PyramidSpec.uniform("P", 3, 5, 8);

        assertThat(new ExtraLevels.None().create(STAGES, levels).outputs()).isEqualTo(levels);
        assertThat(network(new ExtraLevels.None()).cost().parameterCount("extra_levels"))
                .isZero();
    }

    @Test
    void maxPoolIsEverySecondCellOfTheCoarsestLevel() {
        NeckNetwork network = network(new LastLevelMaxPool());

        Map<String, float[]> output = network.run(1, GoldenValues.weights(network.parameters()), network.inputs(1, 1));

        assertThat(output).containsOnlyKeys("P3", "P4", "P5", "P6");
        float[] p5 = output.get("P5"); // [1, 8, 7, 5]
        float[] p6 = output.get("P6"); // [1, 8, 4, 3]
        assertThat(p6).hasSize(8 * 4 * 3);
        for (int channel = 0; channel < 8; channel++) {
            for (int y = 0; y < 4; y++) {
                for (int x = 0; x < 3; x++) {
                    assertThat(p6[(channel * 4 + y) * 3 + x]).isEqualTo(p5[(channel * 7 + 2 * y) * 5 + 2 * x]);
                }
            }
        }
    }

    @Test
    void everyPooledLevelIsMadeOfTheOneBefore() {
        NeckNetwork network = network(new LastLevelMaxPool(2));

        Map<String, float[]> output = network.run(1, GoldenValues.weights(network.parameters()), network.inputs(1, 1));

        assertThat(output).containsOnlyKeys("P3", "P4", "P5", "P6", "P7");
        float[] p6 = output.get("P6"); // [1, 8, 4, 3]
        float[] p7 = output.get("P7"); // [1, 8, 2, 2]
        assertThat(p7).hasSize(8 * 2 * 2);
        for (int channel = 0; channel < 8; channel++) {
            for (int y = 0; y < 2; y++) {
                for (int x = 0; x < 2; x++) {
                    assertThat(p7[(channel * 2 + y) * 2 + x]).isEqualTo(p6[(channel * 4 + 2 * y) * 3 + 2 * x]);
                }
            }
        }
        assertThatThrownBy(() -> new LastLevelMaxPool(0)).hasMessage("count[0] must be between 1 and 4");
    }

    @Test
    void convolutionsHalveOddSizesRoundedUp() {
        NeckNetwork network = network(new LastLevelP6P7(Source.C5, true));

        List<Shape> shapes = network.build(new CostGraph(), 2).tensors().stream()
                .map(Tensor::shape)
                .toList();

        assertThat(shapes)
                .containsExactly(
                        Shape.of(2, 8, 25, 19),
                        Shape.of(2, 8, 13, 10),
                        Shape.of(2, 8, 7, 5),
                        Shape.of(2, 8, 4, 3),
                        Shape.of(2, 8, 2, 2));
        assertThat(network.parameters().stream().map(Parameter::name))
                .endsWith(
                        "extra_levels.p6.weight",
                        "extra_levels.p6.bias",
                        "extra_levels.p7.weight",
                        "extra_levels.p7.bias");
    }

    @Test
    void fromP5HasThePublishedCost() {
        CostGraph cost = costOfP6P7(Source.P5);

        assertThat(cost.parameterCount("extra_levels")).isEqualTo(1_180_160);
        assertThat(cost.macs("extra_levels")).isEqualTo(256L * 256 * 9 * (13 * 13 + 7 * 7)); // 0.128582 G
    }

    @Test
    void fromC5HasThePublishedCost() {
        CostGraph cost = costOfP6P7(Source.C5);

        assertThat(cost.parameterCount("extra_levels")).isEqualTo(5_308_928);
    }

    @Test
    void fpnAndP6P7TogetherHaveThePublishedCost() {
        CostGraph cost = costOfP6P7(Source.P5);

        assertThat(cost.parameterCount("")).isEqualTo(3_868_672);
        assertThat(cost.macs("")).isEqualTo(10_035_200_000L + 128_581_632); // 10.164 G
    }

    @Test
    void rectifyingP6ChangesP7Only() {
        NeckNetwork with = network(new LastLevelP6P7(Source.P5, true));
        NeckNetwork without = network(new LastLevelP6P7(Source.P5, false));

        Map<String, float[]> rectified = with.run(1, GoldenValues.weights(with.parameters()), with.inputs(1, 1));
        Map<String, float[]> plain = without.run(1, GoldenValues.weights(with.parameters()), with.inputs(1, 1));

        assertThat(rectified.get("P6"))
                .isEqualTo(plain.get("P6"))
                .matches(values -> least(values) < 0, "not rectified");
        assertThat(rectified.get("P7")).isNotEqualTo(plain.get("P7"));
    }

    @Test
    void theDefaultIsThatOfFcosAndOfTorchvisionsFirstRetinaNet() {
        assertThat(new LastLevelP6P7()).isEqualTo(new LastLevelP6P7(Source.P5, true));
    }

    @Test
    void c5MustBeTheNecksCoarsestLevel() {
        PyramidSpec toP4 = PyramidSpec.uniform("P", 3, 4, 8);

        assertThatThrownBy(() -> new LastLevelP6P7(Source.C5, true).create(STAGES, toP4))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("source[c5] must be at the neck's coarsest level P4, but the backbone's coarsest is C5");
        assertThat(new LastLevelP6P7(Source.P5, true).create(STAGES, toP4).outputs())
                .isEqualTo(PyramidSpec.uniform("P", 3, 6, 8));
    }

    @Test
    void addsNothingToANeckThatReachesAboveTheBackboneItself() {
        PyramidSpec toP7 = PyramidSpec.uniform("P", 3, 7, 8);

        assertThat(new LastLevelMaxPool().create(STAGES, toP7).outputs()).isEqualTo(toP7);
        assertThat(new LastLevelP6P7(Source.C5, true).create(STAGES, toP7).outputs())
                .isEqualTo(toP7);
        assertThat(new LastLevelP6P7(Source.P5, true).create(STAGES, toP7).outputs())
                .isEqualTo(toP7);
    }

    private static float least(float[] values) {
        float least = values[0];
        for (float value : values) {
            least = Math.min(least, value);
        }
        return least;
    }
}
