package org.fpn4j.panet;

import java.util.stream.Stream;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.neck.NeckNetwork;
import org.fpn4j.panet.PaNet.PathActivation;
import org.fpn4j.panet.PaNet.Variant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The three variants against each one's description in PyTorch, {@code golden/panet/make_golden.py}. */
class PaNetGoldenTest {
    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of("paper", Variant.PAPER, new Norms.None()),
                Arguments.of("author_plain", Variant.AUTHOR, new Norms.None()),
                Arguments.of("author_norm", Variant.AUTHOR, new Norms.Group(2, 1e-5)),
                Arguments.of("mmdet", Variant.MMDET, new Norms.None()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void levelsAreTheVariants(String golden, Variant variant, NormConfig norm) {
        PaNet.Config config = new PaNet.Config(variant, 8, 3, 5, norm, PathActivation.VARIANT);

        new NeckNetwork(config, NeckNetwork.stages(3, 6, 10, 12), 25, 19).assertMatches("panet/" + golden + ".json");
    }
}
