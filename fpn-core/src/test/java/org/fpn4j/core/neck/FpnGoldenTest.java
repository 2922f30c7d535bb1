package org.fpn4j.core.neck;

import java.util.stream.Stream;
import org.fpn4j.core.neck.ExtraLevels.LastLevelMaxPool;
import org.fpn4j.core.neck.ExtraLevels.LastLevelP6P7;
import org.fpn4j.core.neck.ExtraLevels.Source;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** FPN and extra levels against torchvision's, with {@code golden/fpn/make_golden.py}. */
class FpnGoldenTest {
    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of("plain", new ExtraLevels.None()),
                Arguments.of("last_level_maxpool", new LastLevelMaxPool()),
                Arguments.of("last_level_p6p7_on_c5", new LastLevelP6P7(Source.C5, true)),
                Arguments.of("last_level_p6p7_on_p5", new LastLevelP6P7(Source.P5, true)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void levelsAreTorchvisions(String golden, ExtraLevelsConfig extraLevels) {
        NeckNetwork network =
                new NeckNetwork(new Fpn.Config(8, 3, 5), extraLevels, NeckNetwork.stages(3, 6, 10, 12), 25, 19);

        network.assertMatches("fpn/" + golden + ".json");
    }
}
