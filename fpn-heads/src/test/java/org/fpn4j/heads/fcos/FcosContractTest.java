package org.fpn4j.heads.fcos;

import java.util.Map;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.heads.Configs;
import org.fpn4j.heads.HeadContractTest;
import org.junit.jupiter.api.Nested;

class FcosContractTest {
    /** Distances as the targets' sizes, centre-ness as its logit. */
    private static Map<String, float[]> perfectDistances(ImageTargets targets) {
        float[] distances = targets.of("box_regression").target().clone();
        for (int i = 0; i < distances.length; i++) {
            distances[i] = Math.abs(distances[i]);
        }
        float[] centerness = targets.of("centerness").target().clone();
        for (int i = 0; i < centerness.length; i++) {
            double bounded = Math.min(Math.max(centerness[i], 1e-4), 1 - 1e-4);
            centerness[i] = (float) Math.log(bounded / (1 - bounded));
        }
        return Map.of(
                "cls_logits",
                        HeadContractTest.logits(targets.of("classification").target(), 3),
                "box_deltas", distances,
                "centerness", centerness);
    }

    @Nested
    class Torchvision extends HeadContractTest {
        @Override
        protected HeadConfig config() {
            return Configs.with(
                    new FcosConfig(),
                    """
                    num_classes: 3
                    tower: {norm: {groups: 4}}
                    """);
        }

        @Override
        protected Map<String, float[]> perfect(ImageTargets targets) {
            return perfectDistances(targets);
        }
    }

    @Nested
    class Original extends HeadContractTest {
        @Override
        protected HeadConfig config() {
            return Configs.with(
                    new FcosConfig(),
                    """
                    num_classes: 3
                    tower: {convs: 2, channels: 12, norm: {groups: 3}}
                    points: {center_offset: 0.5, offset_rounding: floor, stride: fixed}
                    assignment: {limits_inclusive: true}
                    box_loss: {centerness_weighted: true}
                    score: cls_then_sqrt_product
                    """);
        }

        @Override
        protected Map<String, float[]> perfect(ImageTargets targets) {
            return perfectDistances(targets);
        }
    }

    @Nested
    class Mmdetection extends HeadContractTest {
        @Override
        protected HeadConfig config() {
            return Configs.with(
                    new FcosConfig(),
                    """
                    num_classes: 3
                    tower: {norm: {groups: 4}, bias_with_norm: false}
                    centerness_on: cls
                    box_activation: exp
                    normalize_by_stride: false
                    points: {center_offset: 0.5, stride: fixed}
                    assignment: {limits_inclusive: true, center_sampling_radius: 0}
                    box_loss: {kind: log_iou, centerness_weighted: true}
                    score: cls_then_product
                    postprocess: {score_threshold: 0.05, nms_threshold: 0.5}
                    """);
        }

        @Override
        protected Map<String, float[]> perfect(ImageTargets targets) {
            return perfectDistances(targets);
        }
    }
}
