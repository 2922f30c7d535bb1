package org.fpn4j.core.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.core.backbone.EfficientNet.Padding;
import org.fpn4j.core.backbone.EfficientNet.Variant;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.layer.DropPath;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.neck.MapValues;
import org.fpn4j.core.neck.NeckNetwork;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EfficientNetTest extends BackboneContractTest {
    private static final NormConfig NORM = new Norms.Batch(1e-3, 0.01);

    /** Group norm, because maps shrink from block to block by a batch norm's initial statistics, which are no batch's. */
    @Override
    protected BackboneConfig config() {
        return new EfficientNet.Config(Variant.B0, Padding.SAME, 0.25, 2, new Norms.Group(8, 1e-5), 0, 0);
    }

    /** A quarter of B0's channels, rounded to multiples of eight; the first block does not widen its map. */
    @Override
    protected long expectedParameters() {
        int[] repeats = {1, 2, 2, 3, 3, 4, 1};
        int[] kernels = {3, 3, 5, 3, 5, 5, 3};
        int[] channels = {8, 8, 16, 24, 32, 48, 80};
        long count = 8 * 3 * 9 + 2 * 8;
        int in = 8;
        for (int kind = 0; kind < repeats.length; kind++) {
            for (int block = 0; block < repeats[kind]; block++) {
                int wide = kind == 0 ? in : 6 * in;
                int few = in / 4;
                long widened = kind == 0 ? 0 : (long) in * wide + 2L * wide;
                long filtered = (long) wide * kernels[kind] * kernels[kind] + 2L * wide;
                long factors = 2L * wide * few + few + wide;
                count += widened + filtered + factors + (long) wide * channels[kind] + 2L * channels[kind];
                in = channels[kind];
            }
        }
        return count;
    }

    private static EfficientNet.Config of(Variant variant) {
        return new EfficientNet.Config(variant, Padding.SAME, 1, 2, NORM, 0, 0);
    }

    private static CostGraph cost(EfficientNet.Config config) {
        CostGraph graph = new CostGraph();
        build(config, graph, 64);
        return graph;
    }

    private static Pyramid build(EfficientNet.Config config, CostGraph graph, int size) {
        return config.create().build(graph, graph.input("images", Shape.of(1, 3, size, size)));
    }

    /** Those of timm's efficientnet_b0 to _b7, features_only. */
    @ParameterizedTest
    @CsvSource({
        "B0, 3595388",
        "B1, 6101024",
        "B2, 7202562",
        "B3, 10103336",
        "B4, 16742216",
        "B5, 27288112",
        "B6, 39403992",
        "B7, 62143440"
    })
    void parametersAreThoseOfTheFamily(Variant variant, long expected) {
        assertThat(cost(of(variant)).parameterCount("")).isEqualTo(expected);
    }

    @Test
    void stagesHaveThePapersChannelsAndStrides() {
        EfficientNet.Config all = new EfficientNet.Config(Variant.B0, Padding.SAME, 1, 1, NORM, 0, 0);

        assertThat(of(Variant.B0).create().outputs().toString()).isEqualTo("[C2:24, C3:40, C4:112, C5:320]");
        assertThat(of(Variant.B7).create().outputs().toString()).isEqualTo("[C2:48, C3:80, C4:224, C5:640]");
        assertThat(all.create().outputs().toString()).isEqualTo("[C1:16, C2:24, C3:40, C4:112, C5:320]");
        assertThat(build(all, new CostGraph(), 64).tensors().stream()
                        .map(map -> map.shape().height()))
                .containsExactly(32, 16, 8, 4, 2);
        assertThat(all.create().outputs().levels().stream().map(LevelSpec::stride))
                .containsExactly(2, 4, 8, 16, 32);
    }

    /** The paper's 0.39 billion with what is behind the last block: a convolution to 1280 channels and a classifier. */
    @Test
    void multipliesAsOftenAsPublished() {
        CostGraph graph = new CostGraph();

        build(of(Variant.B0), graph, 224);

        long behind = 320L * 1280 * 49 + 1280L * 1000;
        assertThat(graph.macs("") + behind).isBetween(385_000_000L, 395_000_000L);
    }

    @Test
    void everyCellDependsOnTheWholeImage() {
        CostGraph graph = new CostGraph();

        Pyramid pyramid = build(of(Variant.B0), graph, 64);

        assertThat(pyramid.tensors())
                .allMatch(map -> CostGraph.receptiveField(map).wholeImage());
    }

    @ParameterizedTest
    @CsvSource({"0, ''", "1, conv_stem bn1 blocks.0", "2, conv_stem bn1 blocks.0 blocks.1"})
    void freezesTheLeadingParts(int freezeAt, String frozen) {
        CostGraph cost = cost(new EfficientNet.Config(Variant.B0, Padding.SAME, 1, 2, NORM, freezeAt, 0));

        assertThat(cost.parameters().stream()
                        .filter(parameter -> parameter.counts() && !parameter.trainable())
                        .map(parameter -> parameter.name().replaceAll("^(blocks\\.\\d|[a-z_0-9]+)\\..*", "$1"))
                        .distinct()
                        .collect(Collectors.joining(" ")))
                .isEqualTo(frozen);
    }

    @Test
    void allPartsFreeze() {
        CostGraph cost = cost(new EfficientNet.Config(Variant.B0, Padding.SAME, 1, 2, NORM, 5, 0));

        assertThat(cost.trainableCount()).isZero();
    }

    @Test
    void parametersHaveTimmsNames() {
        List<String> names =
                cost(of(Variant.B0)).parameters().stream().map(Parameter::name).toList();

        assertThat(names)
                .startsWith("conv_stem.weight", "bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var")
                .contains(
                        "blocks.0.0.conv_dw.weight",
                        "blocks.0.0.bn1.weight",
                        "blocks.0.0.se.conv_reduce.bias",
                        "blocks.0.0.conv_pw.weight",
                        "blocks.0.0.bn2.bias",
                        "blocks.3.2.conv_pw.weight",
                        "blocks.3.2.se.conv_expand.weight",
                        "blocks.3.2.conv_pwl.weight",
                        "blocks.6.0.bn3.running_var")
                .hasSize(304);
    }

    private static EfficientNet.Config dropping(Variant variant, double width, int freezeAt) {
        return new EfficientNet.Config(variant, Padding.SAME, width, 2, NORM, freezeAt, 0.2);
    }

    /** Those of timm 1.0.29's efficientnet_b0 and _b1, features_only, drop_path_rate 0.2, of blocks with a short cut. */
    @ParameterizedTest
    @CsvSource({
        "B0, '1.1:24:0.0250 2.1:40:0.0500 3.1:80:0.0750 3.2:80:0.0875 4.1:112:0.1125 4.2:112:0.1250 5.1:192:0.1500 "
                + "5.2:192:0.1625 5.3:192:0.1750'",
        "B1, '0.1:16:0.0087 1.1:24:0.0261 1.2:24:0.0348 2.1:40:0.0522 2.2:40:0.0609 3.1:80:0.0783 3.2:80:0.0870 "
                + "3.3:80:0.0957 4.1:112:0.1130 4.2:112:0.1217 4.3:112:0.1304 5.1:192:0.1478 5.2:192:0.1565 "
                + "5.3:192:0.1652 5.4:192:0.1739 6.1:320:0.1913'"
    })
    void ratesGrowFromBlockToBlockAsTimms(Variant variant, String expected) {
        assertThat(dropping(variant, 1, 0).create().dropPaths().stream()
                        .map(path -> String.format(
                                Locale.ROOT,
                                "%s:%d:%.4f",
                                path.input().replace("drop_path.blocks.", ""),
                                path.channels(),
                                path.rate()))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }

    @Test
    void frozenPartsLeaveNothingOut() {
        assertThat(dropping(Variant.B0, 1, 4).create().dropPaths())
                .extracting(DropPath::input)
                .containsExactly("drop_path.blocks.5.1", "drop_path.blocks.5.2", "drop_path.blocks.5.3");
    }

    @Test
    void whatPredictsHasNoLotsAndWhatLearnsTheSameParameters() {
        CostGraph predicting = new CostGraph();
        CostGraph without = new CostGraph();
        CostGraph learning = new CostGraph();
        Shape images = Shape.of(1, 3, 64, 64);
        EfficientNet backbone = dropping(Variant.B0, 1, 0).create();

        backbone.build(predicting, predicting.input("images", images));
        backbone.buildLearning(learning, learning.input("images", images));
        of(Variant.B0).create().buildLearning(without, without.input("images", images));

        assertThat(predicting.nodes()).isEqualTo(without.nodes());
        assertThat(learning.nodes()).hasSize(without.nodes().size() + 9);
        assertThat(learning.parameters()).isEqualTo(without.parameters());
        assertThat(learning.macs("")).isEqualTo(without.macs(""));
    }

    /** A block whose branch is left out for an image is its short cut there; elsewhere the branch counts the more. */
    @Test
    void blocksThatAreLeftOutAreTheirShortCuts() {
        EfficientNet backbone = dropping(Variant.B0, 0.25, 0).create();
        NetworkDefinition definition = graph -> {
            Pyramid pyramid = backbone.buildLearning(graph, graph.input("images", Shape.of(2, 3, 64, 64)));
            return new NetworkDefinition.Declared(pyramid.named(), Map.of());
        };
        CostGraph declared = new CostGraph();
        definition.define(declared);
        float[] image = NeckNetwork.normal(1, 3 * 64 * 64);
        Map<String, float[]> inputs = new HashMap<>(Map.of("images", MapValues.joined(image, image)));
        for (DropPath path : backbone.dropPaths()) {
            float[] kept = new float[path.channels()];
            Arrays.fill(kept, 1);
            inputs.put(path.input(), MapValues.joined(kept, kept));
        }
        try (Network network = new SameDiffExecutor()
                .compile(definition, Purpose.INFERENCE, Weights.initial(declared.parameters(), 1))) {
            float[] whole = network.forward(inputs, List.of("C2")).get("C2");
            int half = whole.length / 2;
            Arrays.fill(inputs.get("drop_path.blocks.1.1"), 0, 8, 0);
            float[] left = network.forward(inputs, List.of("C2")).get("C2");
            Arrays.fill(inputs.get("drop_path.blocks.1.1"), 0, 8, 2);
            float[] twice = network.forward(inputs, List.of("C2")).get("C2");

            assertThat(Arrays.copyOfRange(left, half, 2 * half)).isEqualTo(Arrays.copyOfRange(whole, half, 2 * half));
            assertThat(Arrays.copyOf(left, half)).isNotEqualTo(Arrays.copyOf(whole, half));
            for (int i = 0; i < half; i++) { // short cut + 2 branch = 2 (short cut + branch) - short cut
                assertThat(twice[i]).isCloseTo(2 * whole[i] - left[i], within(1e-5f));
            }
        }
    }

    @Test
    void groupsThatDoNotDivideAreRefused() {
        EfficientNet.Config config =
                new EfficientNet.Config(Variant.B0, Padding.SAME, 1, 2, new Norms.Group(32, 1e-5), 0, 0);

        assertThatThrownBy(config::create)
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("norm.groups[32] must divide the number of channels of the stem and of every kind of block "
                        + "[32, 16, 24, 40, 80, 112, 192, 320]");
    }

    @Test
    void numbersOutsideTheirBoundsAreRefusedTogether() {
        assertThatThrownBy(() -> new EfficientNet.Config(Variant.B0, Padding.SAME, 0.1, 3, NORM, 6, 1))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessageContaining("width[0.1] must be between 0.125 and 8")
                .hasMessageContaining("finest[3] must be between 1 and 2")
                .hasMessageContaining("freezeAt[6] must be between 0 and 5")
                .hasMessageContaining("dropPath[1] must be >= 0 and < 1");
    }
}
