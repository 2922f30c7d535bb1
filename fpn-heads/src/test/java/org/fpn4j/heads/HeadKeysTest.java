package org.fpn4j.heads;

import static org.assertj.core.api.Assertions.assertThat;

import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.heads.fcos.FcosConfig;
import org.fpn4j.heads.retina.RetinaConfig;
import org.junit.jupiter.api.Test;

/** The keys that users write, with their defaults. */
class HeadKeysTest {
    @Test
    void retina() {
        assertThat(Configs.text(new RetinaConfig()))
                .isEqualTo(
                        """
                        type: retina
                        num_classes: 91
                        tower:
                          convs: 4
                          channels: 0
                          norm:
                            type: none
                          norm_per_level: false
                          activation: RELU
                          bias_with_norm: false
                        prior: 0.01
                        anchors:
                          scale: 4.0
                          scales_per_octave: 3
                          aspect_ratios:
                          - 0.5
                          - 1.0
                          - 2.0
                          size_rounding: FLOOR
                          cell_rounding: ROUND
                          center_offset: 0.0
                          stride: GRID
                        matcher:
                          type: iou
                          foreground: 0.5
                          background: 0.4
                          low_quality_matches: true
                        box_coder:
                          center_weight: 1.0
                          size_weight: 1.0
                          clamp: 4.135166556742356
                        classification_loss:
                          alpha: 0.25
                          gamma: 2.0
                          weight: 1.0
                        box_loss:
                          kind: L1
                          beta: 0.1111111111111111
                          weight: 1.0
                        normalizer:
                          kind: PER_IMAGE
                          momentum: 0.9
                          initial: 100.0
                        postprocess:
                          score_threshold: 0.05
                          candidates_per_level: 1000
                          nms_threshold: 0.5
                          max_detections: 300
                        """);
    }

    @Test
    void fcos() {
        assertThat(Configs.text(new FcosConfig()))
                .isEqualTo(
                        """
                        type: fcos
                        num_classes: 91
                        tower:
                          convs: 4
                          channels: 0
                          norm:
                            type: group_norm
                            groups: 32
                            epsilon: 1.0E-5
                          norm_per_level: false
                          activation: RELU
                          bias_with_norm: true
                        prior: 0.01
                        centerness_on: BOX
                        per_level_scale: false
                        box_activation: RELU
                        normalize_by_stride: true
                        points:
                          center_offset: 0.0
                          offset_rounding: NONE
                          stride: GRID
                        assignment:
                          regression_limits: []
                          limits_inclusive: false
                          center_sampling_radius: 1.5
                        classification_loss:
                          alpha: 0.25
                          gamma: 2.0
                          weight: 1.0
                        box_loss:
                          kind: GIOU
                          centerness_weighted: false
                          weight: 1.0
                        centerness_loss_weight: 1.0
                        normalizer:
                          kind: BATCH
                          momentum: 0.9
                          initial: 100.0
                        score: SQRT_PRODUCT
                        postprocess:
                          score_threshold: 0.2
                          candidates_per_level: 1000
                          nms_threshold: 0.6
                          max_detections: 100
                        """);
    }

    @Test
    void defaultsSurviveWritingAndReading() {
        for (HeadConfig config : new HeadConfig[] {new RetinaConfig(), new FcosConfig()}) {
            assertThat(Configs.with(config, "{}")).isEqualTo(config);
        }
    }
}
