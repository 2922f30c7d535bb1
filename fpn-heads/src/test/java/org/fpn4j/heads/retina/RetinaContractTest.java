package org.fpn4j.heads.retina;

import java.util.Map;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.heads.Configs;
import org.fpn4j.heads.HeadContractTest;
import org.junit.jupiter.api.Nested;

class RetinaContractTest {
    private static Map<String, float[]> perfectDeltas(ImageTargets targets) {
        return Map.of(
                "cls_logits",
                        HeadContractTest.logits(targets.of("classification").target(), 3),
                "box_deltas", targets.of("box_regression").target());
    }

    @Nested
    class TorchvisionFirstVersion extends HeadContractTest {
        @Override
        protected HeadConfig config() {
            return Configs.with(new RetinaConfig(), "num_classes: 3");
        }

        @Override
        protected Map<String, float[]> perfect(ImageTargets targets) {
            return perfectDeltas(targets);
        }
    }

    @Nested
    class Detectron2 extends HeadContractTest {
        @Override
        protected HeadConfig config() {
            return Configs.with(
                    new RetinaConfig(),
                    """
                    num_classes: 3
                    tower: {convs: 2, channels: 12, norm: {type: group_norm, groups: 3, epsilon: 1.0e-5}}
                    anchors: {size_rounding: none, cell_rounding: none, stride: fixed, center_offset: 0.5}
                    box_loss: {kind: smooth_l1, beta: 0.1}
                    normalizer: {kind: running_mean}
                    """);
        }

        @Override
        protected Map<String, float[]> perfect(ImageTargets targets) {
            return perfectDeltas(targets);
        }
    }

    @Nested
    class AtssWithOneAnchor extends HeadContractTest {
        @Override
        protected HeadConfig config() {
            return Configs.with(
                    new RetinaConfig(),
                    """
                    num_classes: 3
                    tower: {convs: 0}
                    anchors: {scale: 8, scales_per_octave: 1, aspect_ratios: [1.0]}
                    matcher: {type: atss, top_k: 9}
                    normalizer: {kind: batch}
                    """);
        }

        @Override
        protected Map<String, float[]> perfect(ImageTargets targets) {
            return perfectDeltas(targets);
        }
    }
}
