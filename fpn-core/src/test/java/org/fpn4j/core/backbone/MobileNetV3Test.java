package org.fpn4j.core.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.core.backbone.MobileNetV3.Middle;
import org.fpn4j.core.backbone.MobileNetV3.Variant;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.pyramid.LevelSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MobileNetV3Test extends BackboneContractTest {
    private static final NormConfig NORM = new Norms.Batch(1e-3, 0.01);

    @Override
    protected BackboneConfig config() {
        return new MobileNetV3.Config(Variant.SMALL, false, Middle.OUTPUT, 0.25, NORM, 0);
    }

    /** A quarter of the small network's channels, rounded to multiples of eight. */
    @Override
    protected long expectedParameters() {
        int[] kernels = {3, 3, 3, 5, 5, 5, 5, 5, 5, 5, 5};
        int[] wides = {8, 24, 24, 24, 64, 64, 32, 40, 72, 144, 144};
        int[] outs = {8, 8, 8, 16, 16, 16, 16, 16, 24, 24, 24};
        int[] fews = {8, 0, 0, 8, 16, 16, 8, 16, 24, 40, 40}; // a quarter, rounded too; none where nothing is scaled
        long count = 8 * 3 * 9 + 2 * 8;
        int in = 8;
        for (int i = 0; i < wides.length; i++) {
            long widened = wides[i] == in ? 0 : (long) in * wides[i] + 2L * wides[i];
            long filtered = (long) wides[i] * kernels[i] * kernels[i] + 2L * wides[i];
            long factors = fews[i] == 0 ? 0 : 2L * wides[i] * fews[i] + fews[i] + wides[i];
            count += widened + filtered + factors + (long) wides[i] * outs[i] + 2L * outs[i];
            in = outs[i];
        }
        return count + 24 * 144 + 2 * 144;
    }

    private static MobileNetV3.Config of(Variant variant, boolean reducedTail, Middle middle) {
        return new MobileNetV3.Config(variant, reducedTail, middle, 1, NORM, 0);
    }

    private static CostGraph cost(MobileNetV3.Config config) {
        CostGraph graph = new CostGraph();
        config.create().build(graph, graph.input("images", Shape.of(1, 3, 64, 64)));
        return graph;
    }

    /** Those of the features of torchvision's networks. */
    @ParameterizedTest
    @CsvSource({
        "LARGE, false, 1, 2971952",
        "LARGE, true, 1, 1620512",
        "SMALL, false, 1, 927008",
        "SMALL, false, 1.25, 1441032"
    })
    void parametersAreTorchvisions(Variant variant, boolean reducedTail, double width, long expected) {
        MobileNetV3.Config config = new MobileNetV3.Config(variant, reducedTail, Middle.OUTPUT, width, NORM, 0);

        assertThat(cost(config).parameterCount("")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LARGE | false | OUTPUT | [C2:24, C3:40, C4:112, C5:960]",
                "LARGE | true | EXPANSION | [C2:24, C3:40, C4:672, C5:480]",
                "SMALL | false | OUTPUT | [C2:16, C3:24, C4:48, C5:576]",
                "SMALL | true | EXPANSION | [C2:16, C3:24, C4:288, C5:288]"
            })
    void stagesHaveThePapersChannels(Variant variant, boolean reducedTail, Middle middle, String channels) {
        Backbone backbone = of(variant, reducedTail, middle).create();

        assertThat(backbone.outputs().toString()).isEqualTo(channels);
        assertThat(backbone.outputs().levels().stream().map(LevelSpec::stride)).containsExactly(4, 8, 16, 32);
    }

    @ParameterizedTest
    @CsvSource({"0, ''", "1, 0 1", "2, 0 1 2 3", "3, 0 1 2 3 4 5 6", "4, 0 1 2 3 4 5 6 7 8 9 10 11 12"})
    void freezesTheLeadingParts(int freezeAt, String frozen) {
        CostGraph cost = cost(new MobileNetV3.Config(Variant.LARGE, false, Middle.OUTPUT, 1, NORM, freezeAt));

        assertThat(cost.parameters().stream()
                        .filter(parameter -> parameter.counts() && !parameter.trainable())
                        .map(parameter -> parameter.name().replaceAll("^features\\.(\\d+)\\..*", "$1"))
                        .distinct()
                        .collect(Collectors.joining(" ")))
                .isEqualTo(frozen);
    }

    @Test
    void allPartsFreeze() {
        CostGraph cost = cost(new MobileNetV3.Config(Variant.LARGE, false, Middle.OUTPUT, 1, NORM, 5));

        assertThat(cost.trainableCount()).isZero();
    }

    @Test
    void parametersHaveTorchvisionsNames() {
        List<String> names = cost(of(Variant.LARGE, false, Middle.OUTPUT)).parameters().stream()
                .map(Parameter::name)
                .toList();

        assertThat(names)
                .startsWith("features.0.0.weight", "features.0.1.weight")
                .contains(
                        "features.1.block.0.0.weight",
                        "features.1.block.1.1.running_var",
                        "features.4.block.2.fc1.bias",
                        "features.4.block.2.fc2.weight",
                        "features.4.block.3.0.weight",
                        "features.7.block.2.1.bias",
                        "features.16.0.weight",
                        "features.16.1.running_mean");
    }

    @Test
    void groupsThatDoNotDivideAreRefused() {
        MobileNetV3.Config config =
                new MobileNetV3.Config(Variant.SMALL, false, Middle.OUTPUT, 1, new Norms.Group(16, 1e-5), 0);

        assertThatThrownBy(config::create)
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessageStartingWith("norm.groups[16] must divide the number of channels of the stem and within and "
                        + "behind every block [16, 16, 16, 72, 24, ");
    }

    @Test
    void numbersOutsideTheirBoundsAreRefusedTogether() {
        assertThatThrownBy(() -> new MobileNetV3.Config(Variant.LARGE, false, Middle.OUTPUT, 9, NORM, -1))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("width[9] must be between 0.125 and 8; freezeAt[-1] must be between 0 and 5");
    }
}
