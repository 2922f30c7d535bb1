package org.fpn4j.core.neck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.fpn4j.config.Withers;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.core.golden.GoldenValues;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.neck.Fpn.Fuse;
import org.fpn4j.core.neck.Fpn.Inputs;
import org.fpn4j.core.neck.Fpn.Outputs;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.weights.Weights;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The FPN's ablations: which level depends on which stage, and that each of them is a neck like any other. */
class FpnSwitchesTest {
    private static final PyramidSpec STAGES = NeckNetwork.stages(3, 6, 10, 12);
    private static final long LATERALS = (6 + 10 + 12) * 8 + 3 * 8;
    private static final long OUTPUT = 8 * 8 * 3 * 3 + 8;

    private static Fpn.Config config(
            int minLevel,
            int maxLevel,
            NormConfig norm,
            Fuse fuse,
            boolean topDown,
            boolean lateral,
            Inputs inputs,
            Outputs outputs) {
        return new Fpn.Config(
                NeckContractTest.CHANNELS,
                minLevel,
                maxLevel,
                norm,
                Activation.NONE,
                fuse,
                topDown,
                lateral,
                inputs,
                outputs);
    }

    private static Fpn.Config config(Fuse fuse, boolean topDown, boolean lateral, Inputs inputs, Outputs outputs) {
        return config(3, 5, new Norms.None(), fuse, topDown, lateral, inputs, outputs);
    }

    @Nested
    class Whole {
        @Test
        void everyLevelDependsOnItsStageAndAllCoarserOnes() {
            Fpn.Config config = config(Fuse.SUM, true, true, Inputs.ALL, Outputs.ALL);

            assertThat(levelsThatMoveWith("C3", config)).containsExactly("P3");
            assertThat(levelsThatMoveWith("C4", config)).containsExactly("P3", "P4");
            assertThat(levelsThatMoveWith("C5", config)).containsExactly("P3", "P4", "P5");
        }
    }

    @Nested
    class WithoutTopDown extends NeckContractTest {
        @Override
        protected NeckConfig config(int minLevel, int maxLevel, NormConfig norm) {
            return FpnSwitchesTest.config(minLevel, maxLevel, norm, Fuse.SUM, false, true, Inputs.ALL, Outputs.ALL);
        }

        @Override
        protected long expectedParameters() {
            return LATERALS + 3 * OUTPUT;
        }

        @Test
        void aLevelDependsOnItsOwnStageOnly() {
            NeckConfig config = config(3, 5, new Norms.None());

            assertThat(levelsThatMoveWith("C3", config)).containsExactly("P3");
            assertThat(levelsThatMoveWith("C4", config)).containsExactly("P4");
            assertThat(levelsThatMoveWith("C5", config)).containsExactly("P5");
        }
    }

    @Nested
    class WithoutLaterals extends NeckContractTest {
        @Override
        protected NeckConfig config(int minLevel, int maxLevel, NormConfig norm) {
            return FpnSwitchesTest.config(minLevel, maxLevel, norm, Fuse.SUM, true, false, Inputs.ALL, Outputs.ALL);
        }

        @Override
        protected long expectedParameters() {
            return 12 * 8 + 8 + 3 * OUTPUT;
        }

        @Test
        void everyLevelDependsOnTheCoarsestStageOnly() {
            NeckConfig config = config(3, 5, new Norms.None());

            assertThat(levelsThatMoveWith("C3", config)).isEmpty();
            assertThat(levelsThatMoveWith("C4", config)).isEmpty();
            assertThat(levelsThatMoveWith("C5", config)).containsExactly("P3", "P4", "P5");
        }
    }

    @Nested
    class FromTheCoarsestStage extends NeckContractTest {
        @Override
        protected NeckConfig config(int minLevel, int maxLevel, NormConfig norm) {
            return FpnSwitchesTest.config(minLevel, maxLevel, norm, Fuse.SUM, true, true, Inputs.COARSEST, Outputs.ALL);
        }

        @Override
        protected long expectedParameters() {
            return 12 * 8 + 8 + 3 * OUTPUT;
        }

        @Test
        void everyLevelDependsOnTheCoarsestStageOnly() {
            NeckConfig config = config(3, 5, new Norms.None());

            assertThat(levelsThatMoveWith("C3", config)).isEmpty();
            assertThat(levelsThatMoveWith("C4", config)).isEmpty();
            assertThat(levelsThatMoveWith("C5", config)).containsExactly("P3", "P4", "P5");
        }
    }

    @Nested
    class TheFinestLevelOnly extends NeckContractTest {
        @Override
        protected NeckConfig config(int minLevel, int maxLevel, NormConfig norm) {
            return FpnSwitchesTest.config(minLevel, maxLevel, norm, Fuse.SUM, true, true, Inputs.ALL, Outputs.FINEST);
        }

        @Override
        protected long expectedParameters() {
            return LATERALS + OUTPUT;
        }

        @Test
        void isTheFinestLevelOfTheWholePyramid() {
            NeckNetwork one = new NeckNetwork(config(3, 5, new Norms.None()), STAGES, 25, 19);
            NeckNetwork all = new NeckNetwork(
                    FpnSwitchesTest.config(Fuse.SUM, true, true, Inputs.ALL, Outputs.ALL), STAGES, 25, 19);
            Weights weights = GoldenValues.weights(all.parameters());

            Map<String, float[]> finest = one.run(1, weights, one.inputs(1, 1));

            assertThat(finest).containsOnlyKeys("P3");
            assertThat(finest.get("P3"))
                    .isEqualTo(all.run(1, weights, all.inputs(1, 1)).get("P3"));
        }
    }

    @Nested
    class Averaging extends NeckContractTest {
        @Override
        protected NeckConfig config(int minLevel, int maxLevel, NormConfig norm) {
            return FpnSwitchesTest.config(minLevel, maxLevel, norm, Fuse.AVERAGE, true, true, Inputs.ALL, Outputs.ALL);
        }

        @Override
        protected long expectedParameters() {
            return LATERALS + 3 * OUTPUT;
        }

        /** P3 sums C3 / 2, C4 / 4 and C5 / 4, because the accumulated sum is halved at each level. */
        @Test
        void halvesTheAccumulatedSum() {
            NeckNetwork averaging = new NeckNetwork(config(3, 5, new Norms.None()), STAGES, 25, 19);
            NeckNetwork summing = new NeckNetwork(
                    FpnSwitchesTest.config(Fuse.SUM, true, true, Inputs.ALL, Outputs.ALL), STAGES, 25, 19);
            Weights weights = Weights.initial(summing.parameters(), 1); // biases are 0
            Map<String, float[]> inputs = averaging.inputs(1, 1);
            Map<String, float[]> scaled = new LinkedHashMap<>();
            scaled.put("C3", times(0.5f, inputs.get("C3")));
            scaled.put("C4", times(0.25f, inputs.get("C4")));
            scaled.put("C5", times(0.25f, inputs.get("C5")));

            float[] averaged = averaging.run(1, weights, inputs).get("P3");

            // powers of two: only the order of rounding differs
            assertClose("P3", averaged, summing.run(1, weights, scaled).get("P3"), 1e-6);
        }

        private float[] times(float factor, float[] values) {
            float[] product = values.clone();
            for (int i = 0; i < product.length; i++) {
                product[i] *= factor;
            }
            return product;
        }
    }

    @Test
    void refusesLevelsThatNothingWouldMake() {
        assertThatThrownBy(() -> config(Fuse.SUM, false, false, Inputs.ALL, Outputs.ALL))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("topDown[false] must be true where finer levels have no lateral of their own");
        assertThatThrownBy(() -> config(Fuse.SUM, false, true, Inputs.COARSEST, Outputs.ALL))
                .hasMessage("topDown[false] must be true where finer levels have no lateral of their own");
    }

    @Test
    void refusesTwoWaysToSayTheSame() {
        assertThatThrownBy(() -> config(Fuse.SUM, true, false, Inputs.COARSEST, Outputs.ALL))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("inputs[coarsest] already means that finer levels have no lateral; remove [lateral]");
    }

    /** The levels whose bits change when every value of a stage changes. */
    private static Set<String> levelsThatMoveWith(String stage, NeckConfig config) {
        NeckNetwork network = new NeckNetwork(config, STAGES, 25, 19);
        Weights weights = GoldenValues.weights(network.parameters());
        Map<String, float[]> inputs = network.inputs(1, 1);
        Map<String, float[]> disturbed = new LinkedHashMap<>(inputs);
        disturbed.put(stage, NeckNetwork.normal(99, inputs.get(stage).length));

        Map<String, float[]> before = network.run(1, weights, inputs);
        Map<String, float[]> after = network.run(1, weights, disturbed);

        Set<String> moved = new TreeSet<>();
        for (String level : List.copyOf(before.keySet())) {
            if (!Arrays.equals(before.get(level), after.get(level))) {
                moved.add(level);
            }
        }
        return moved;
    }

    @Test
    void eachComponentOfTheConfigCanBeChangedAlone() throws ReflectiveOperationException {
        Withers.assertEachChangesItsComponentAlone(
                new Fpn.Config(8, 3, 5),
                16,
                2,
                6,
                new Norms.FrozenBatch(),
                Activation.RELU,
                Fpn.Fuse.AVERAGE,
                false,
                false,
                Fpn.Inputs.COARSEST,
                Fpn.Outputs.FINEST);
    }
}
