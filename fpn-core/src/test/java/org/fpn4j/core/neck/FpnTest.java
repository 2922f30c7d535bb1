package org.fpn4j.core.neck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.core.golden.GoldenValues;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.weights.Weights;
import org.junit.jupiter.api.Test;

class FpnTest extends NeckContractTest {
    @Override
    protected NeckConfig config(int minLevel, int maxLevel, NormConfig norm) {
        return new Fpn.Config(CHANNELS, minLevel, maxLevel, norm, Activation.NONE);
    }

    @Override
    protected long expectedParameters() {
        return (6 + 10 + 12) * 8
                + 3 * 8 // laterals
                + 3 * (8 * 8 * 3 * 3 + 8); // outputs
    }

    @Override
    protected int reach() {
        return 2;
    }

    @Test
    void isLinearWithoutNormAndBias() {
        NeckNetwork network = network(3, 5, new Norms.None(), 25, 19);
        Weights weights = Weights.initial(network.parameters(), 3); // biases are 0
        Map<String, float[]> x = network.inputs(1, 1);
        Map<String, float[]> y = network.inputs(1, 2);
        Map<String, float[]> mixed = new LinkedHashMap<>();
        x.forEach((name, values) -> mixed.put(name, mix(2, values, -3, y.get(name))));

        Map<String, float[]> outputOfMix = network.run(1, weights, mixed);

        Map<String, float[]> ofX = network.run(1, weights, x);
        Map<String, float[]> ofY = network.run(1, weights, y);
        outputOfMix.forEach((name, values) ->
                // float32, four layers
                assertClose(name, values, mix(2, ofX.get(name), -3, ofY.get(name)), 1e-5));
    }

    @Test
    void rectifiesItsLevelsWhereAskedTo() {
        Fpn.Config config = new Fpn.Config(CHANNELS, 3, 5, new Norms.None(), Activation.RELU);
        NeckNetwork network = new NeckNetwork(config, NeckNetwork.stages(3, 6, 10, 12), 8, 8);

        Map<String, float[]> output = network.run(1, GoldenValues.weights(network.parameters()), network.inputs(1, 1));

        List<Float> values = new ArrayList<>();
        for (float value : output.get("P3")) {
            values.add(value);
        }
        assertThat(values).contains(0f).anyMatch(value -> value > 0).noneMatch(value -> value < 0);
    }

    @Test
    void hasThePublishedCostOnC2ToC5() {
        NeckNetwork network = new NeckNetwork(new Fpn.Config(256, 2, 5), NeckNetwork.resNet50(2), 200, 200);

        CostGraph cost = network.cost();

        assertThat(cost.parameterCount("")).isEqualTo(3_344_384);
        assertThat(cost.macs("")).isEqualTo(36_249_600_000L);
    }

    @Test
    void hasThePublishedCostOnC3ToC5() {
        NeckNetwork network = new NeckNetwork(new Fpn.Config(), NeckNetwork.resNet50(3), 100, 100);

        CostGraph cost = network.cost();

        assertThat(cost.parameterCount("")).isEqualTo(2_688_512);
        assertThat(cost.parameterCount("lateral")).isEqualTo((512 + 1024 + 2048) * 256 + 3 * 256);
        assertThat(cost.parameterCount("output")).isEqualTo(3 * (256 * 256 * 9 + 256));
        assertThat(cost.macs("")).isEqualTo(10_035_200_000L);
    }

    @Test
    void declaresItsParametersFromTheCoarsestLateralOn() {
        NeckNetwork network = network(4, 5, new Norms.Batch(), 8, 8);

        assertThat(network.parameters().stream().map(Parameter::name))
                .containsExactly(
                        "lateral.C5.weight",
                        "lateral.C5.norm.weight",
                        "lateral.C5.norm.bias",
                        "lateral.C5.norm.running_mean",
                        "lateral.C5.norm.running_var",
                        "lateral.C4.weight",
                        "lateral.C4.norm.weight",
                        "lateral.C4.norm.bias",
                        "lateral.C4.norm.running_mean",
                        "lateral.C4.norm.running_var",
                        "output.P4.weight",
                        "output.P4.norm.weight",
                        "output.P4.norm.bias",
                        "output.P4.norm.running_mean",
                        "output.P4.norm.running_var",
                        "output.P5.weight",
                        "output.P5.norm.weight",
                        "output.P5.norm.bias",
                        "output.P5.norm.running_mean",
                        "output.P5.norm.running_var");
    }

    @Test
    void frozenBatchNormAddsNoParameters() {
        CostGraph frozen = network(3, 5, new Norms.FrozenBatch(), 8, 8).cost();
        CostGraph trained = network(3, 5, new Norms.Batch(), 8, 8).cost();

        assertThat(frozen.parameterCount("")).isEqualTo(expectedParameters() - 6 * 8);
        assertThat(trained.parameterCount("")).isEqualTo(expectedParameters() + 6 * 8);
        assertThat(frozen.trainableCount()).isEqualTo(frozen.parameterCount(""));
    }

    @Test
    void refusesWhatNoPyramidCanBe() {
        assertThatThrownBy(() -> new Fpn.Config(0, 5, 3))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("outChannels[0] must be between 1 and 8192; maxLevel[3] must be >= min_level");
    }

    private static float[] mix(float a, float[] x, float b, float[] y) {
        float[] mixed = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            mixed[i] = a * x[i] + b * y[i];
        }
        return mixed;
    }
}
