package org.fpn4j.heads;

import static org.assertj.core.api.Assertions.assertThat;

import org.fpn4j.config.ConfigLoader;
import org.fpn4j.config.LoadedConfig;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.heads.centernet.CenterNetConfig;
import org.fpn4j.heads.ssd.SsdConfig;
import org.junit.jupiter.api.Test;

/** The keys of two more heads, as {@link HeadKeysTest} has those of others. */
class CenterNetAndSsdKeysTest {
    /** A config with nothing but a head. */
    public record Root(HeadConfig head) {
        public Root() {
            this(new SsdConfig());
        }
    }

    @Test
    void centernet() {
        LoadedConfig<Root> loaded = load("head: {type: centernet}");

        assertThat(loaded.config().head()).isEqualTo(new CenterNetConfig());
        assertThat(loaded.effectiveYaml())
                .isEqualTo(
                        """
                        head:
                          type: centernet
                          num_classes: 80
                          levels: finest
                          tower:
                            convs: 1
                            channels: 0
                            norm:
                              type: none
                            norm_per_level: false
                            activation: relu
                            bias_with_norm: true
                          predictor_kernel: 1
                          prior: 0.1
                          finest:
                            min_overlap: 0.7
                            radius: exact
                            offset_loss_weight: 1.0
                            size_loss_weight: 0.1
                          all:
                            ranges: []
                            min_overlap: 0.8
                            min_radius: 4.0
                            box_loss: giou
                            box_loss_weight: 2.0
                          heat_map_loss:
                            alpha: 2.0
                            beta: 4.0
                            weight: 1.0
                          normalizer:
                            kind: batch
                            momentum: 0.9
                            initial: 100.0
                          postprocess:
                            score_threshold: 0.0
                            candidates_per_level: 100
                            max_candidates: 1000000
                            nms_threshold: 0.6
                            max_detections: 100
                        """);
    }

    @Test
    void ssd() {
        LoadedConfig<Root> loaded = load("head: {type: ssd, default_boxes: {aspect_ratios: [[2], [2, 3]]}}");

        assertThat(loaded.effectiveYaml())
                .isEqualTo(
                        """
                        head:
                          type: ssd
                          num_classes: 90
                          predictor:
                            separable: false
                            norm:
                              type: batch_norm
                              epsilon: 0.001
                              momentum: 0.03
                            activation: relu6
                          default_boxes:
                            aspect_ratios:
                              - [2.0]
                              - [2.0, 3.0]
                            scales: []
                            min_scale: 0.15
                            max_scale: 0.9
                            steps: []
                            clip: true
                          matcher:
                            type: force_match
                            foreground: 0.5
                            contested: last
                          box_coder:
                            center_weight: 10.0
                            size_weight: 5.0
                            clamp: 4.135166556742356
                          mining:
                            negatives_per_positive: 3.0
                            min_negatives: 0
                          classification_loss_weight: 1.0
                          box_loss:
                            kind: smooth_l1
                            beta: 1.0
                            weight: 1.0
                          normalizer:
                            kind: batch
                            momentum: 0.9
                            initial: 100.0
                          postprocess:
                            score_threshold: 0.01
                            candidates_per_class: 400
                            nms_threshold: 0.45
                            max_detections: 200
                        """);
    }

    private static LoadedConfig<Root> load(String yaml) {
        ConfigLoader loader = new ConfigLoader();
        return loader.bind(Root.class, loader.parseTree("x.yaml", yaml));
    }
}
