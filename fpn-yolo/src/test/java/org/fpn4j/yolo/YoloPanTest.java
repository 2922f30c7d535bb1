package org.fpn4j.yolo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fpn4j.config.RecordCopy;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.neck.NeckConfig;
import org.fpn4j.core.neck.NeckContractTest;
import org.fpn4j.core.neck.NeckNetwork;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YoloPanTest {
    private static final double WIDTH = 1.0 / 32; // 8, 16 and 32 channels at P3, P4 and P5
    private static final NormConfig NORM = new Norms.Batch(1e-3, 0.03);

    private static YoloPan.Config config(int out, int minLevel, int maxLevel, boolean depthwise, NormConfig norm) {
        return new YoloPan.Config(out, minLevel, maxLevel, 0.33, WIDTH, depthwise, norm, Activation.SWISH);
    }

    /** Half as steep around 0 as a leaky ReLU, swish leaves no gradient without norms behind as many separable units. */
    private static YoloPan.Config steep(YoloPan.Config config) {
        return RecordCopy.with(config, "activation", Activation.LEAKY_RELU);
    }

    private static YoloPan.Config yolox(double depth, double width, boolean depthwise) {
        return new YoloPan.Config(0, 3, 5, depth, width, depthwise, NORM, Activation.SWISH);
    }

    /** Weights and biases of a convolution. */
    private static long conv(int in, int out, int kernel) {
        return (long) in * out * kernel * kernel + out;
    }

    /** A block with one bottleneck. */
    private static long csp(int in, int out, long window) {
        int half = out / 2;
        return 2 * conv(in, half, 1) + conv(out, out, 1) + conv(half, half, 1) + window;
    }

    @Nested
    class Dense extends NeckContractTest {
        @Override
        protected NeckConfig config(int minLevel, int maxLevel, NormConfig norm) {
            return YoloPanTest.config(CHANNELS, minLevel, maxLevel, false, norm);
        }

        @Override
        protected long expectedParameters() {
            long reductions = conv(12, 16, 1) + conv(16, 8, 1);
            long down = conv(8, 8, 3) + conv(16, 16, 3);
            long blocks = csp(16 + 10, 16, conv(8, 8, 3))
                    + csp(8 + 6, 8, conv(4, 4, 3))
                    + csp(8 + 8, 16, conv(8, 8, 3))
                    + csp(16 + 16, 32, conv(16, 16, 3));
            return reductions + down + blocks + conv(8, 8, 1) + conv(16, 8, 1) + conv(32, 8, 1);
        }
    }

    @Nested
    class Depthwise extends NeckContractTest {
        @Override
        protected NeckConfig config(int minLevel, int maxLevel, NormConfig norm) {
            return steep(YoloPanTest.config(CHANNELS, minLevel, maxLevel, true, norm));
        }

        private static long separable(int channels) {
            return conv(1, channels, 3) + conv(channels, channels, 1);
        }

        @Override
        protected long expectedParameters() {
            long reductions = conv(12, 16, 1) + conv(16, 8, 1);
            long down = separable(8) + separable(16);
            long blocks = csp(16 + 10, 16, separable(8))
                    + csp(8 + 6, 8, separable(4))
                    + csp(8 + 8, 16, separable(8))
                    + csp(16 + 16, 32, separable(16));
            return reductions + down + blocks + conv(8, 8, 1) + conv(16, 8, 1) + conv(32, 8, 1);
        }
    }

    /** YOLOX's PAFPN on CSPDarknet, counted on the network written in PyTorch. */
    @ParameterizedTest
    @CsvSource({"0.33, 0.25, true, 347424", "0.33, 0.5, false, 2834688", "1, 1, false, 19523072"})
    void hasAsManyParametersAsYoloxs(double depth, double width, boolean depthwise, long parameters) {
        PyramidSpec stages = NeckNetwork.stages(3, (int) (256 * width), (int) (512 * width), (int) (1024 * width));

        CostGraph cost = new NeckNetwork(yolox(depth, width, depthwise), stages, 8, 8).cost();

        assertThat(cost.parameterCount("")).isEqualTo(parameters);
    }

    @Test
    void levelsHaveTheirOwnWidthWhereNoneIsSaid() {
        PyramidSpec outputs = yolox(0.33, 0.375, false)
                .create(NeckNetwork.stages(3, 6, 10, 12))
                .outputs();

        assertThat(outputs).hasToString("[P3:96, P4:192, P5:384]");
    }

    @Test
    void partsAreNamedAsYoloxs() {
        YoloPan.Config config = config(0, 3, 5, false, NORM);

        List<String> parts = parts(new NeckNetwork(config, NeckNetwork.stages(3, 6, 10, 12), 8, 8));

        assertThat(parts)
                .containsExactly(
                        "lateral_conv0", "C3_p4", "reduce_conv1", "C3_p3", "bu_conv2", "C3_n3", "bu_conv1", "C3_n4");
    }

    @Test
    void moreLevelsFollowOnAndOneWidthIsMadeByAUnitForEach() {
        YoloPan.Config config = config(8, 2, 5, false, NORM);

        List<String> parts = parts(new NeckNetwork(config, NeckNetwork.stages(2, 4, 6, 10, 12), 8, 8));

        assertThat(parts)
                .containsExactly(
                        "lateral_conv0",
                        "C3_p4",
                        "reduce_conv1",
                        "C3_p3",
                        "reduce_conv2",
                        "C3_p2",
                        "out_conv",
                        "bu_conv3",
                        "C3_n2",
                        "bu_conv2",
                        "C3_n3",
                        "bu_conv1",
                        "C3_n4");
    }

    private static List<String> parts(NeckNetwork network) {
        return network.parameters().stream()
                .map(parameter -> parameter.name().split("[.]")[0])
                .distinct()
                .toList();
    }

    @Test
    void aUnitIsAConvolutionWithoutBiasAndANorm() {
        List<String> names = new NeckNetwork(config(0, 4, 5, true, NORM), NeckNetwork.stages(4, 10, 12), 8, 8)
                .parameters().stream()
                        .map(Parameter::name)
                        .filter(name -> name.startsWith("C3_p4.m"))
                        .toList();

        assertThat(names)
                .containsExactly(
                        "C3_p4.m.0.conv1.conv.weight",
                        "C3_p4.m.0.conv1.bn.weight",
                        "C3_p4.m.0.conv1.bn.bias",
                        "C3_p4.m.0.conv1.bn.running_mean",
                        "C3_p4.m.0.conv1.bn.running_var",
                        "C3_p4.m.0.conv2.dconv.conv.weight",
                        "C3_p4.m.0.conv2.dconv.bn.weight",
                        "C3_p4.m.0.conv2.dconv.bn.bias",
                        "C3_p4.m.0.conv2.dconv.bn.running_mean",
                        "C3_p4.m.0.conv2.dconv.bn.running_var",
                        "C3_p4.m.0.conv2.pconv.conv.weight",
                        "C3_p4.m.0.conv2.pconv.bn.weight",
                        "C3_p4.m.0.conv2.pconv.bn.bias",
                        "C3_p4.m.0.conv2.pconv.bn.running_mean",
                        "C3_p4.m.0.conv2.pconv.bn.running_var");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.16, 0", "0.33, 1", "0.5, 2", "0.67, 2", "1, 3", "1.33, 4"})
    void theDepthFactorRoundsTheNumberOfBottlenecks(double depth, int bottlenecks) {
        YoloPan.Config config = new YoloPan.Config(0, 4, 5, depth, WIDTH, false, NORM, Activation.SWISH);

        long weights = new NeckNetwork(config, NeckNetwork.stages(4, 10, 12), 8, 8)
                .parameters().stream()
                        .filter(parameter -> parameter.name().matches("C3_n4[.]m[.]\\d+[.]conv2[.]conv[.]weight"))
                        .count();

        assertThat(weights).isEqualTo(bottlenecks);
    }

    @Test
    void refusesFactorsThatLeaveNoChannelAndASingleLevel() {
        assertThatThrownBy(() -> new YoloPan.Config(0, 3, 3, 1, 0.005, false, NORM, Activation.SWISH))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("maxLevel[3] must be > min_level; width[0.005] leaves level P3 less than two channels; must"
                        + " be >= 0.0078125");
    }

    @Test
    void refusesGroupsThatDoNotDivideEveryWidth() {
        YoloPan.Config config = config(12, 3, 5, false, new Norms.Group(8, 1e-5));

        assertThatThrownBy(() -> config.create(NeckNetwork.stages(3, 6, 10, 12)))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage(
                        "norm.groups[8] must divide the number of channels of every convolution [4, 8, 16, 32, 12]");
    }

    @Test
    void saysItsFactors() {
        assertThat(yolox(0.33, 0.5, false).create(NeckNetwork.stages(3, 6, 10, 12)))
                .hasToString("yolo_pan[depth 0.33, width 0.5]");
    }
}
