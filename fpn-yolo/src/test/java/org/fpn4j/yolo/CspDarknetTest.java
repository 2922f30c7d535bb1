package org.fpn4j.yolo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.core.backbone.BackboneConfig;
import org.fpn4j.core.backbone.BackboneContractTest;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CspDarknetTest {
    private static final NormConfig NORM = new Norms.Batch(1e-3, 0.03);

    private static CspDarknet.Config config(double depth, double width, boolean depthwise, NormConfig norm) {
        return new CspDarknet.Config(depth, width, depthwise, norm, Activation.SWISH);
    }

    private static CostGraph cost(CspDarknet.Config config) {
        CostGraph graph = new CostGraph();
        config.create().build(graph, graph.input("images", Shape.of(1, 3, 64, 64)));
        return graph;
    }

    /** Group norms keep the magnitude that PyTorch's small initial weights would lose over twenty convolutions. */
    @Nested
    class Dense extends BackboneContractTest {
        @Override
        protected BackboneConfig config() {
            return CspDarknetTest.config(0.33, 0.125, false, new Norms.Group(4, 1e-5));
        }

        @Override
        protected long expectedParameters() {
            return 265_968; // as with batch norm, counted on the network written in PyTorch
        }
    }

    @Nested
    class Depthwise extends BackboneContractTest {
        @Override
        protected BackboneConfig config() {
            return CspDarknetTest.config(0.33, 0.25, true, new Norms.Group(4, 1e-5));
        }

        @Override
        protected long expectedParameters() {
            return 459_968; // of YOLOX's nano
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.33, 0.25, true, 459968",
        "0.33, 0.375, false, 2372304",
        "0.33, 0.5, false, 4212672",
        "0.67, 0.75, false, 12352992",
        "1, 1, false, 27075968",
        "1.33, 1.25, false, 50301600"
    })
    void hasAsManyParametersAsYoloxs(double depth, double width, boolean depthwise, long parameters) {
        assertThat(cost(config(depth, width, depthwise, NORM)).parameterCount(""))
                .isEqualTo(parameters);
    }

    @Test
    void stagesAreAsWideAsTheFactorSays() {
        assertThat(config(0.33, 0.375, false, NORM).create().outputs()).hasToString("[C2:48, C3:96, C4:192, C5:384]");
        assertThat(config(0, 0.05, false, NORM).create().outputs()).hasToString("[C2:6, C3:12, C4:24, C5:48]");
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 3", "0.33, 1, 3", "0.67, 2, 6", "1.33, 4, 12"})
    void theDepthFactorLeavesABottleneckAtLeast(double depth, int few, int many) {
        List<String> names = cost(config(depth, 0.125, false, NORM)).parameters().stream()
                .map(Parameter::name)
                .filter(name -> name.matches("dark\\d[.]\\d[.]m[.]\\d+[.]conv1[.]conv[.]weight"))
                .toList();

        assertThat(names.stream().filter(name -> name.startsWith("dark2.1."))).hasSize(few);
        assertThat(names.stream().filter(name -> name.startsWith("dark3.1."))).hasSize(many);
        assertThat(names.stream().filter(name -> name.startsWith("dark4.1."))).hasSize(many);
        assertThat(names.stream().filter(name -> name.startsWith("dark5.2."))).hasSize(few);
    }

    @Test
    void partsAreNamedAsYoloxs() {
        List<String> names = cost(config(0.33, 0.25, true, NORM)).parameters().stream()
                .map(Parameter::name)
                .filter(name -> name.endsWith("conv.weight"))
                .toList();

        assertThat(names)
                .startsWith(
                        "stem.conv.conv.weight",
                        "dark2.0.dconv.conv.weight",
                        "dark2.0.pconv.conv.weight",
                        "dark2.1.conv1.conv.weight")
                .contains("dark5.1.conv1.conv.weight", "dark5.1.conv2.conv.weight", "dark5.2.conv3.conv.weight");
    }

    @Test
    void refusesAFactorThatLeavesNoChannel() {
        assertThatThrownBy(() -> config(1, 0.03, false, NORM))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("width[0.03] leaves the stem less than two channels; must be >= 0.03125");
    }

    @Test
    void refusesGroupsThatDoNotDivideEveryWidth() {
        assertThatThrownBy(
                        () -> config(1, 0.125, false, new Norms.Group(16, 1e-5)).create())
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage(
                        "norm.groups[16] must divide the number of channels of every convolution [8, 16, 32, 64, 128]");
    }

    @Test
    void saysItsFactors() {
        assertThat(config(0.33, 0.5, false, NORM).create()).hasToString("csp_darknet[depth 0.33, width 0.5]");
    }
}
