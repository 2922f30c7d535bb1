package org.fpn4j.core.backbone;

import java.util.Set;
import org.fpn4j.core.backbone.MobileNetV3.Middle;
import org.fpn4j.core.backbone.MobileNetV3.Variant;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.layer.Norms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MobileNetV3 against torchvision's, with {@code golden/mobilenet_v3/make_golden.py}. */
class MobileNetV3GoldenTest {
    private static Backbone backbone(Variant variant, boolean reducedTail, Middle middle, double width) {
        return new MobileNetV3.Config(variant, reducedTail, middle, width, new Norms.Batch(1e-3, 0.01), 0).create();
    }

    @ParameterizedTest
    @CsvSource({
        "mobilenet_v3_large_64x96, LARGE, 64, 96",
        "mobilenet_v3_large_75x101, LARGE, 75, 101",
        "mobilenet_v3_small_64x96, SMALL, 64, 96",
        "mobilenet_v3_small_75x101, SMALL, 75, 101"
    })
    void stagesAreTorchvisions(String golden, Variant variant, int height, int width) {
        StagesGolden.assertMatches(
                "mobilenet_v3/" + golden + ".json",
                backbone(variant, false, Middle.OUTPUT, 1),
                Shape.of(2, 3, height, width));
    }

    @Test
    void aWiderNetworkIsTorchvisions() {
        StagesGolden.assertMatches(
                "mobilenet_v3/wide.json", backbone(Variant.SMALL, false, Middle.OUTPUT, 1.25), Shape.of(1, 3, 65, 64));
    }

    @Test
    void theTwoMapsOfSsdliteAreTorchvisions() {
        StagesGolden.assertMatches(
                "mobilenet_v3/ssdlite.json",
                backbone(Variant.LARGE, true, Middle.EXPANSION, 1),
                Shape.of(2, 3, 75, 101),
                Set.of("C4", "C5"));
    }
}
