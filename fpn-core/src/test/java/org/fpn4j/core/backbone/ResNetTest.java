package org.fpn4j.core.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.core.backbone.ResNet.Style;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.ReceptiveField;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ResNetTest extends BackboneContractTest {
    private static final int STEM = 64 * 3 * 7 * 7 + 128;
    private static final int STAGE_2 = 215_808; // torchvision's layer1 of ResNet-50 with batch norm

    @Override
    protected BackboneConfig config() {
        return new ResNet.Config(50, Style.TORCHVISION, 0.125, new Norms.Batch(), 0);
    }

    /** Bottlenecks of width 8, 16, 32 and 64 with four times as many outputs. */
    @Override
    protected long expectedParameters() {
        long count = 8 * 3 * 49 + 2 * 8;
        int in = 8;
        int[] blocks = {3, 4, 6, 3};
        for (int stage = 0; stage < 4; stage++) {
            int width = 8 << stage;
            int out = 4 * width;
            count += (long) in * out + 2L * out; // projection of the shortcut
            for (int block = 0; block < blocks[stage]; block++) {
                count += (long) in * width + 9L * width * width + (long) width * out + 2L * (width + width + out);
                in = out;
            }
        }
        return count;
    }

    private static CostGraph cost(ResNet.Config config, int size) {
        CostGraph graph = new CostGraph();
        build(config, graph, size);
        return graph;
    }

    private static Pyramid build(ResNet.Config config, CostGraph graph, int size) {
        return config.create().build(graph, graph.input("images", Shape.of(1, 3, size, size)));
    }

    private static ResNet.Config of(int depth, NormConfig norm) {
        return new ResNet.Config(depth, Style.TORCHVISION, 1, norm, 0);
    }

    @ParameterizedTest
    @CsvSource({"18, 1", "34, 1", "50, 4", "101, 4", "152, 4"})
    void stagesHaveThePapersChannelsAndStrides(int depth, int expansion) {
        ResNet.Config config = of(depth, new Norms.FrozenBatch());

        assertThat(config.create().outputs().toString())
                .isEqualTo("[C2:%d, C3:%d, C4:%d, C5:%d]"
                        .formatted(64 * expansion, 128 * expansion, 256 * expansion, 512 * expansion));
        assertThat(config.create().outputs().levels().stream().map(LevelSpec::stride))
                .containsExactly(4, 8, 16, 32);
        for (Style style : Style.values()) {
            ResNet.Config styled = new ResNet.Config(depth, style, 1, new Norms.FrozenBatch(), 0);
            assertThat(build(styled, new CostGraph(), 64).tensors().stream()
                            .map(map -> map.shape().height()))
                    .containsExactly(16, 8, 4, 2);
        }
    }

    /** Torchvision's models without their classifiers. */
    @ParameterizedTest
    @CsvSource({"18, 11176512", "34, 21284672", "50, 23508032", "101, 42500160", "152, 58143808"})
    void parametersAreThePublishedOnes(int depth, long expected) {
        assertThat(cost(of(depth, new Norms.Batch()), 64).parameterCount("")).isEqualTo(expected);
    }

    @Test
    void frozenBatchNormLeavesTheConvolutions() {
        CostGraph cost = cost(new ResNet.Config(), 64);

        assertThat(cost.parameterCount("")).isEqualTo(23_454_912);
        assertThat(cost.trainableCount()).isEqualTo(23_454_912);
    }

    @ParameterizedTest
    @CsvSource({"800, 52131840000", "224, 4087136256"})
    void multipliesAsOftenAsPublished(int size, long macs) {
        assertThat(cost(new ResNet.Config(), size).macs("")).isEqualTo(macs);
    }

    /** A bias per convolution: as many as batch norm has shifts. */
    @Test
    void kerasStyleHasABiasInEveryConvolution() {
        CostGraph keras = cost(new ResNet.Config(50, Style.KERAS, 1, new Norms.Batch(), 0), 64);

        // Keras' ResNet50 without its top has 23 587 712, of which 53 120 are running statistics
        assertThat(keras.parameterCount("")).isEqualTo(23_587_712 - 53_120);
    }

    /** Torchvision: 7 + 4 for the stem, then 8, 16, 32, 64 per 3x3, the first of a stage at half of it. */
    @Test
    void receptiveFieldsFollowFromTheStrides() {
        assertThat(receptiveFields(Style.TORCHVISION))
                .containsExactly(
                        11L + 3 * 8, // C2: 35
                        35L + 8 + 3 * 16, // C3: 91
                        91L + 16 + 5 * 32, // C4: 267
                        267L + 32 + 2 * 64); // C5: 427
    }

    /** With the stride in the first 1x1 all 3x3 of a stage see at its own stride: the 483 of the literature. */
    @ParameterizedTest
    @EnumSource(value = Style.class, names = "TORCHVISION", mode = EnumSource.Mode.EXCLUDE)
    void receptiveFieldsAreLargerWithTheStrideInTheFirstConvolution(Style style) {
        assertThat(receptiveFields(style))
                .containsExactly(35L, 35L + 4 * 16, 99L + 6 * 32, 291L + 3 * 64); // 35, 99, 291, 483
    }

    private static List<Long> receptiveFields(Style style) {
        ResNet.Config config = new ResNet.Config(50, style, 1, new Norms.FrozenBatch(), 0);
        return build(config, new CostGraph(), 64).tensors().stream()
                .map(CostGraph::receptiveField)
                .map(ReceptiveField::largest)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 9536", "2, 225344", "3, 1444928", "4, 8543296", "5, 23508032"})
    void freezesTheLeadingParts(int freezeAt, long frozen) {
        CostGraph cost = cost(new ResNet.Config(50, Style.TORCHVISION, 1, new Norms.Batch(), freezeAt), 64);

        assertThat(cost.parameterCount("")).isEqualTo(23_508_032);
        assertThat(cost.parameterCount("") - cost.trainableCount()).isEqualTo(frozen);
    }

    @Test
    void freezesTheStemAndTheFirstStageByName() {
        CostGraph cost = cost(new ResNet.Config(50, Style.TORCHVISION, 1, new Norms.Batch(), 2), 64);

        Map<Boolean, List<String>> parts = cost.parameters().stream()
                .filter(Parameter::counts)
                .collect(Collectors.partitioningBy(
                        Parameter::trainable,
                        Collectors.mapping(
                                parameter -> parameter.name().replaceAll("\\..*", ""),
                                Collectors.collectingAndThen(
                                        Collectors.toList(),
                                        names -> names.stream().distinct().toList()))));

        assertThat(parts.get(false)).containsExactly("conv1", "bn1", "layer1");
        assertThat(parts.get(true)).containsExactly("layer2", "layer3", "layer4");
        assertThat(STEM + STAGE_2).isEqualTo(225_344);
    }

    @Test
    void namesItsParametersAsTorchvisionDoes() {
        List<String> names = cost(new ResNet.Config(), 64).parameters().stream()
                .map(Parameter::name)
                .toList();

        assertThat(names)
                .hasSize(53 * 5)
                .startsWith("conv1.weight", "bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var")
                .contains(
                        "layer1.0.conv1.weight",
                        "layer1.0.downsample.0.weight",
                        "layer1.0.downsample.1.running_var",
                        "layer3.5.bn3.bias")
                .doesNotContain("layer1.1.downsample.0.weight", "layer4.3.conv1.weight");
    }

    @Test
    void widthScalesChannelsInStepsOfEight() {
        assertThat(new ResNet.Config(18, Style.TORCHVISION, 0.3, new Norms.None(), 0)
                        .create()
                        .outputs()
                        .toString())
                .isEqualTo("[C2:16, C3:40, C4:80, C5:152]"); // 19.2, 38.4, 76.8, 153.6
    }

    @Test
    void refusesWhatIsNoResNet() {
        assertThatThrownBy(() -> new ResNet.Config(20, Style.CAFFE, 0, new Norms.None(), 6))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("depth[20] must be one of [18, 34, 50, 101, 152]; width[0] must be between 0.125 and 8; "
                        + "freezeAt[6] must be between 0 and 5");
    }

    @Test
    void refusesGroupsThatDoNotDivideEveryStage() {
        ResNet.Config narrow = new ResNet.Config(18, Style.TORCHVISION, 0.25, new Norms.Group(), 0);
        ResNet.Config uneven = new ResNet.Config(18, Style.TORCHVISION, 0.3, new Norms.Group(16, 1e-5), 0);
        String message = "norm.groups[%d] must divide the number of channels of every stage's convolutions %s";

        assertThatThrownBy(narrow::create)
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage(message.formatted(32, "[16, 32, 64, 128]"));
        assertThatThrownBy(uneven::create).hasMessage(message.formatted(16, "[16, 40, 80, 152]"));
    }
}
