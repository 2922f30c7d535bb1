package org.fpn4j.heads.efficientdet;

import java.util.Map;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.heads.Configs;
import org.fpn4j.heads.HeadContractTest;
import org.junit.jupiter.api.Nested;

class EfficientDetContractTest {
    private static Map<String, float[]> perfectDeltas(ImageTargets targets) {
        return Map.of(
                "cls_logits",
                        HeadContractTest.logits(targets.of("classification").target(), 3),
                "box_deltas", targets.of("box_regression").target());
    }

    private static final String OF_ONE_LEVEL = ".*\\.norm\\.P\\d\\..*";

    @Nested
    class D0 extends HeadContractTest {
        @Override
        protected boolean isOfOneLevel(String parameter) {
            return parameter.matches(OF_ONE_LEVEL);
        }

        @Override
        protected HeadConfig config() {
            return Configs.with(new EfficientDetConfig(), "num_classes: 3\npostprocess: {score_threshold: 0.05}");
        }

        @Override
        protected Map<String, float[]> perfect(ImageTargets targets) {
            return perfectDeltas(targets);
        }
    }

    @Nested
    class WithoutTowers extends HeadContractTest {
        @Override
        protected HeadConfig config() {
            return Configs.with(
                    new EfficientDetConfig(),
                    """
                    num_classes: 3
                    repeats: 0
                    postprocess: {score_threshold: 0.05}
                    matcher: {type: iou}
                    normalizer: {kind: per_image}
                    """);
        }

        @Override
        protected Map<String, float[]> perfect(ImageTargets targets) {
            return perfectDeltas(targets);
        }
    }

    @Nested
    class WithGroupNorm extends HeadContractTest {
        @Override
        protected boolean isOfOneLevel(String parameter) {
            return parameter.matches(OF_ONE_LEVEL);
        }

        @Override
        protected HeadConfig config() {
            return Configs.with(
                    new EfficientDetConfig(),
                    """
                    num_classes: 3
                    repeats: 1
                    postprocess: {score_threshold: 0.05}
                    redundant_bias: true
                    norm: {type: group_norm, groups: 4, epsilon: 1.0e-5}
                    """);
        }

        @Override
        protected Map<String, float[]> perfect(ImageTargets targets) {
            return perfectDeltas(targets);
        }
    }
}
