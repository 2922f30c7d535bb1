package org.fpn4j.panet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.core.golden.GoldenValues;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.neck.ExtraLevels.LastLevelP6P7;
import org.fpn4j.core.neck.ExtraLevels.Source;
import org.fpn4j.core.neck.Fpn;
import org.fpn4j.core.neck.NeckConfig;
import org.fpn4j.core.neck.NeckContractTest;
import org.fpn4j.core.neck.NeckNetwork;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.panet.PaNet.PathActivation;
import org.fpn4j.panet.PaNet.Variant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PaNetTest {
    private static final PyramidSpec STAGES = NeckNetwork.stages(3, 6, 10, 12);
    private static final long FPN = (6 + 10 + 12) * 8 + 3 * 8 + 3 * (8 * 8 * 9 + 8);
    private static final long PATH = 4 * (8 * 8 * 9 + 8); // two convolutions for each of two hops

    private static PaNet.Config config(Variant variant, int channels, NormConfig norm) {
        return new PaNet.Config(variant, channels, 3, 5, norm, PathActivation.VARIANT);
    }

    private abstract static class Contract extends NeckContractTest {
        abstract Variant variant();

        @Override
        protected NeckConfig config(int minLevel, int maxLevel, NormConfig norm) {
            return new PaNet.Config(variant(), CHANNELS, minLevel, maxLevel, norm, PathActivation.VARIANT);
        }

        @Override
        protected long expectedParameters() {
            return FPN + PATH;
        }
    }

    @Nested
    class Paper extends Contract {
        @Override
        Variant variant() {
            return Variant.PAPER;
        }
    }

    @Nested
    class Author extends Contract {
        @Override
        Variant variant() {
            return Variant.AUTHOR;
        }

        @Override
        protected boolean keepsBias(Parameter parameter) {
            return !parameter.name().startsWith("fpn.");
        }
    }

    @Nested
    class Mmdet extends Contract {
        @Override
        Variant variant() {
            return Variant.MMDET;
        }
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void addsThePublishedCostToAnFpnOnC2ToC5(Variant variant) {
        PaNet.Config config = new PaNet.Config(variant, 256, 2, 5, new Norms.None(), PathActivation.VARIANT);

        CostGraph cost = new NeckNetwork(config, NeckNetwork.resNet50(2), 200, 200).cost();

        assertThat(cost.parameterCount("") - 3_344_384).isEqualTo(3_540_480);
        assertThat(cost.macs("") - 36_249_600_000L).isEqualTo(15_482_880_000L); // 15.483 G
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void hasThePublishedCostWithP6AndP7(Variant variant) {
        PaNet.Config config = config(variant, 256, new Norms.None());

        CostGraph cost =
                new NeckNetwork(config, new LastLevelP6P7(Source.P5, true), NeckNetwork.resNet50(3), 100, 100).cost();

        assertThat(cost.parameterCount("")).isEqualTo(6_228_992);
        assertThat(cost.parameterCount("") - cost.parameterCount("fpn") - 1_180_160)
                .isEqualTo(2_360_320);
        // two 3x3 of 256 channels on 50x50 and 25x25 on top of FPN, P6 and P7: 13.850 G
        assertThat(cost.macs("")).isEqualTo(10_163_781_632L + 2 * 589_824L * (2500 + 625));
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void sharesTheFpnsParametersByName(Variant variant) {
        assertThat(new NeckNetwork(config(variant, 8, new Norms.None()), STAGES, 8, 8)
                        .parameters().stream().map(Parameter::name))
                .containsExactly(
                        "fpn.lateral.C5.weight",
                        "fpn.lateral.C5.bias",
                        "fpn.lateral.C4.weight",
                        "fpn.lateral.C4.bias",
                        "fpn.lateral.C3.weight",
                        "fpn.lateral.C3.bias",
                        "fpn.output.P3.weight",
                        "fpn.output.P3.bias",
                        "fpn.output.P4.weight",
                        "fpn.output.P4.bias",
                        "fpn.output.P5.weight",
                        "fpn.output.P5.bias",
                        "down.P4.weight",
                        "down.P4.bias",
                        "output.P4.weight",
                        "output.P4.bias",
                        "down.P5.weight",
                        "down.P5.bias",
                        "output.P5.weight",
                        "output.P5.bias");
    }

    @Test
    void onlyTheAuthorsConvolutionsKeepTheirBiasBesideANorm() {
        assertThat(biases(Variant.AUTHOR)).isEqualTo(4);
        assertThat(biases(Variant.PAPER)).isZero();
        assertThat(biases(Variant.MMDET)).isZero();
    }

    private static long biases(Variant variant) {
        return new NeckNetwork(config(variant, 8, new Norms.Group(2, 1e-5)), STAGES, 8, 8)
                .parameters().stream()
                        .filter(parameter -> parameter.role() == Parameter.Role.BIAS)
                        .count();
    }

    @Test
    void thePaperRectifiesThePathAlways() {
        assertThat(negatives(Variant.PAPER, new Norms.None(), "P4")).isFalse();
        assertThat(negatives(Variant.PAPER, new Norms.None(), "P5")).isFalse();
        assertThat(negatives(Variant.PAPER, new Norms.None(), "P3")).isTrue();
    }

    @Test
    void theAuthorRectifiesThePathWhereThereIsANorm() {
        assertThat(negatives(Variant.AUTHOR, new Norms.None(), "P5")).isTrue();
        assertThat(negatives(Variant.AUTHOR, new Norms.Group(2, 1e-5), "P5")).isFalse();
    }

    @Test
    void mmdetectionNeverRectifiesThePath() {
        assertThat(negatives(Variant.MMDET, new Norms.None(), "P5")).isTrue();
        assertThat(negatives(Variant.MMDET, new Norms.Group(2, 1e-5), "P5")).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void anExplicitActivationReplacesTheVariants(Variant variant) {
        Map<String, float[]> rectified = run(new PaNet.Config(variant, 8, 3, 5, new Norms.None(), PathActivation.RELU));
        Map<String, float[]> plain = run(new PaNet.Config(variant, 8, 3, 5, new Norms.None(), PathActivation.NONE));

        assertThat(hasNegatives(rectified.get("P5"))).isFalse();
        assertThat(hasNegatives(plain.get("P5"))).isTrue();
    }

    @Test
    void withoutActivationPaperAndAuthorAreOneNetworkAndMmdetectionAnother() {
        float[] paper = plain(Variant.PAPER);
        float[] author = plain(Variant.AUTHOR);
        float[] mmdet = plain(Variant.MMDET);

        assertThat(author).isEqualTo(paper);
        assertThat(mmdet).isNotEqualTo(paper);
    }

    private static float[] plain(Variant variant) {
        return run(new PaNet.Config(variant, 8, 3, 5, new Norms.None(), PathActivation.NONE))
                .get("P5");
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void theFinestLevelIsTheFpns(Variant variant) {
        NeckNetwork fpn = new NeckNetwork(new Fpn.Config(8, 3, 5), STAGES, 25, 19);
        NeckNetwork panet = new NeckNetwork(config(variant, 8, new Norms.None()), STAGES, 25, 19);
        Map<String, NamedTensor> renamed = new LinkedHashMap<>();
        GoldenValues.weights(panet.parameters()).tensors().forEach((name, tensor) -> {
            if (name.startsWith("fpn.")) {
                renamed.put(name.substring(4), tensor);
            }
        });

        float[] finest = fpn.run(1, new Weights(renamed), fpn.inputs(1, 1)).get("P3");

        assertThat(panet.run(1, GoldenValues.weights(panet.parameters()), panet.inputs(1, 1))
                        .get("P3"))
                .isEqualTo(finest);
    }

    @Test
    void refusesWhatNoPyramidCanBe() {
        assertThatThrownBy(() -> new PaNet.Config(Variant.PAPER, 0, 5, 4, new Norms.None(), PathActivation.VARIANT))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("outChannels[0] must be between 1 and 8192; maxLevel[4] must be >= min_level");
    }

    @Test
    void saysItsVariant() {
        assertThat(config(Variant.MMDET, 8, new Norms.None()).create(STAGES)).hasToString("panet[mmdet]");
    }

    private static boolean negatives(Variant variant, NormConfig norm, String level) {
        return hasNegatives(run(config(variant, 8, norm)).get(level));
    }

    private static Map<String, float[]> run(PaNet.Config config) {
        NeckNetwork network = new NeckNetwork(config, STAGES, 25, 19);
        return network.run(1, GoldenValues.weights(network.parameters()), network.inputs(1, 1));
    }

    private static boolean hasNegatives(float[] values) {
        for (float value : values) {
            if (value < 0) {
                return true;
            }
        }
        return false;
    }
}
