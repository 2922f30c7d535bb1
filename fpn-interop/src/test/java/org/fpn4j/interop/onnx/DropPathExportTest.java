package org.fpn4j.interop.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.fpn4j.core.backbone.Backbone;
import org.fpn4j.core.backbone.EfficientNet;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.neck.ExtraLevels;
import org.fpn4j.core.neck.ExtraLevelsBlock;
import org.fpn4j.core.neck.Fpn;
import org.fpn4j.core.neck.NeckBlock;
import org.fpn4j.core.weights.Weights;
import org.junit.jupiter.api.Test;

/** A detector that leaves branches out while it learns. */
class DropPathExportTest {
    private static Detector detector(double dropPath) {
        Backbone backbone = new EfficientNet.Config(
                        EfficientNet.Variant.B0,
                        EfficientNet.Padding.SAME,
                        0.125,
                        2,
                        new Norms.Batch(1e-3, 0.01),
                        0,
                        dropPath)
                .create();
        NeckBlock neck = new Fpn.Config(16, 3, 5).create(backbone.outputs());
        ExtraLevelsBlock extraLevels = new ExtraLevels.None().create(backbone.outputs(), neck.outputs());
        return new Detector(
                backbone,
                neck,
                extraLevels,
                Detectors.retina(Detectors.POSTPROCESS).create(extraLevels.outputs()));
    }

    @Test
    void modelsAreThoseOfADetectorThatLeavesNothingOut() {
        Detector dropping = detector(0.5);
        Detector whole = detector(0);
        Weights weights = Detectors.weights(whole);

        OnnxModel raw = OnnxExport.raw(dropping, weights, 64, 96, Map.of());

        assertThat(dropping.backbone().dropPaths()).isNotEmpty();
        assertThat(raw.inputs()).hasSize(1);
        assertThat(raw.bytes())
                .isEqualTo(OnnxExport.raw(whole, weights, 64, 96, Map.of()).bytes());
        assertThat(OnnxExport.detections(dropping, weights, 64, 96, 3, Map.of()).bytes())
                .isEqualTo(OnnxExport.detections(whole, weights, 64, 96, 3, Map.of())
                        .bytes());
    }
}
