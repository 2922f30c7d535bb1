package org.fpn4j.core.backbone;

import org.fpn4j.core.backbone.EfficientNet.Padding;
import org.fpn4j.core.backbone.EfficientNet.Variant;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.layer.Norms;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** EfficientNet against timm's, with {@code golden/efficientnet/make_golden.py}. */
class EfficientNetGoldenTest {
    @ParameterizedTest
    @CsvSource({
        "efficientnet_b0_64x96, B0, SYMMETRIC, 1e-5, 64, 96",
        "efficientnet_b0_75x101, B0, SYMMETRIC, 1e-5, 75, 101",
        "tf_efficientnet_b0_64x96, B0, SAME, 1e-3, 64, 96",
        "tf_efficientnet_b0_75x101, B0, SAME, 1e-3, 75, 101",
        "tf_efficientnet_b2_66x71, B2, SAME, 1e-3, 66, 71"
    })
    void stagesAreTimms(String golden, Variant variant, Padding padding, double epsilon, int height, int width) {
        Backbone backbone =
                new EfficientNet.Config(variant, padding, 1, 1, new Norms.Batch(epsilon, 0.1), 0, 0).create();

        StagesGolden.assertMatches("efficientnet/" + golden + ".json", backbone, Shape.of(2, 3, height, width));
    }
}
