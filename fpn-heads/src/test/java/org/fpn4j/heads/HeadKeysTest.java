package org.fpn4j.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fpn4j.config.ConfigLoader;
import org.fpn4j.config.LoadedConfig;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.heads.fcos.FcosConfig;
import org.fpn4j.heads.match.AtssMatcher;
import org.fpn4j.heads.retina.RetinaConfig;
import org.fpn4j.heads.roi.FasterRcnnConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys that users write, with their defaults, through the config loader. */
class HeadKeysTest {
    /** A config with nothing but a head. */
    public record Root(HeadConfig head) {
        public Root() {
            this(new RetinaConfig());
        }
    }

    @Test
    void retina() {
        LoadedConfig<Root> loaded = load("head: {type: retina}");

        assertThat(loaded.config().head()).isEqualTo(new RetinaConfig());
        assertThat(loaded.effectiveYaml())
                .isEqualTo(
                        """
                        head:
                          type: retina
                          num_classes: 91
                          tower:
                            convs: 4
                            channels: 0
                            norm:
                              type: none
                            norm_per_level: false
                            activation: relu
                            bias_with_norm: false
                          prior: 0.01
                          anchors:
                            scale: 4.0
                            scales_per_octave: 3
                            sizes: []
                            aspect_ratios: [0.5, 1.0, 2.0]
                            sides: []
                            order: by_ratio
                            size_rounding: floor
                            cell_rounding: round
                            center_offset: 0.0
                            stride: grid
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
                            kind: l1
                            beta: 0.1111111111111111
                            weight: 1.0
                          normalizer:
                            kind: per_image
                            momentum: 0.9
                            initial: 100.0
                          postprocess:
                            score_threshold: 0.05
                            candidates_per_level: 1000
                            max_candidates: 1000000
                            nms_threshold: 0.5
                            max_detections: 300
                        """);
    }

    @Test
    void fcos() {
        LoadedConfig<Root> loaded = load("head: {type: fcos}");

        assertThat(loaded.config().head()).isEqualTo(new FcosConfig());
        assertThat(loaded.effectiveYaml())
                .isEqualTo(
                        """
                        head:
                          type: fcos
                          num_classes: 91
                          tower:
                            convs: 4
                            channels: 0
                            norm:
                              type: group_norm
                              groups: 32
                              epsilon: 0.00001
                            norm_per_level: false
                            activation: relu
                            bias_with_norm: true
                          prior: 0.01
                          centerness_on: box
                          per_level_scale: false
                          box_activation: relu
                          normalize_by_stride: true
                          points:
                            center_offset: 0.0
                            offset_rounding: none
                            stride: grid
                          assignment:
                            regression_limits: []
                            limits_inclusive: false
                            center_sampling_radius: 1.5
                          classification_loss:
                            alpha: 0.25
                            gamma: 2.0
                            weight: 1.0
                          box_loss:
                            kind: giou
                            centerness_weighted: false
                            weight: 1.0
                          centerness_loss_weight: 1.0
                          normalizer:
                            kind: batch
                            momentum: 0.9
                            initial: 100.0
                          score: sqrt_product
                          postprocess:
                            score_threshold: 0.2
                            candidates_per_level: 1000
                            max_candidates: 1000000
                            nms_threshold: 0.6
                            max_detections: 100
                        """);
    }

    @Test
    void fasterRcnn() {
        LoadedConfig<Root> loaded = load("head: {type: faster_rcnn}");

        assertThat(loaded.config().head()).isEqualTo(new FasterRcnnConfig());
        assertThat(loaded.effectiveYaml())
                .isEqualTo(
                        """
                        head:
                          type: faster_rcnn
                          num_classes: 90
                          rpn:
                            tower:
                              convs: 1
                              channels: 0
                              norm:
                                type: none
                              norm_per_level: false
                              activation: relu
                              bias_with_norm: false
                            anchors:
                              scale: 8.0
                              scales_per_octave: 1
                              sizes: []
                              aspect_ratios: [0.5, 1.0, 2.0]
                              sides: []
                              order: by_ratio
                              size_rounding: floor
                              cell_rounding: round
                              center_offset: 0.0
                              stride: grid
                            matcher:
                              type: iou
                              foreground: 0.7
                              background: 0.3
                              low_quality_matches: true
                            box_coder:
                              center_weight: 1.0
                              size_weight: 1.0
                              clamp: 4.135166556742356
                            sampling:
                              count: 256
                              positive_fraction: 0.5
                            objectness_weight: 1.0
                            box_loss:
                              kind: smooth_l1
                              beta: 0.1111111111111111
                              weight: 1.0
                            proposals:
                              training:
                                per_level: 2000
                                most: 2000
                              prediction:
                                per_level: 1000
                                most: 1000
                              nms_threshold: 0.7
                              least_side: 0.001
                          roi:
                            pool:
                              max_level: 5
                              size: 7
                              samples: 2
                              aligned: false
                              canonical_level: 4
                              canonical_size: 224.0
                              epsilon: torchvision
                              levels: assigned
                              fusion: max
                              fuse: after_first_layer
                            box_head:
                              type: two_mlp
                              width: 1024
                            class_agnostic: false
                            box_coder:
                              center_weight: 10.0
                              size_weight: 5.0
                              clamp: 4.135166556742356
                            matcher:
                              type: iou
                              foreground: 0.5
                              background: 0.5
                              low_quality_matches: false
                            sampling:
                              count: 512
                              positive_fraction: 0.25
                            with_objects: true
                            max_objects: 256
                            classification_weight: 1.0
                            box_loss:
                              kind: smooth_l1
                              beta: 0.1111111111111111
                              weight: 1.0
                            postprocess:
                              score_threshold: 0.05
                              nms_threshold: 0.5
                              max_detections: 100
                              least_side: 0.01
                        """);
    }

    /** The settings of other code bases, as the head configs' documentation has them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{type: retina, tower: {norm: {type: group_norm}}, box_loss: {kind: giou}}",
                "{type: retina, num_classes: 80,"
                        + " anchors: {order: by_size, size_rounding: none, cell_rounding: none, stride: fixed},"
                        + " box_loss: {kind: smooth_l1, beta: 0.1}, normalizer: {kind: running_mean},"
                        + " postprocess: {max_detections: 100}}",
                "{type: retina, num_classes: 80,"
                        + " anchors: {size_rounding: none, cell_rounding: none, stride: fixed},"
                        + " normalizer: {kind: batch}, postprocess: {max_detections: 100}}",
                "{type: retina, anchors: {aspect_ratios: [1.0, 0.5, 2.0], order: by_size, size_rounding: none,"
                        + " cell_rounding: none, center_offset: 0.5, stride: fraction}}",
                "{type: fcos, num_classes: 80, per_level_scale: true,"
                        + " points: {center_offset: 0.5, offset_rounding: floor, stride: fixed},"
                        + " assignment: {limits_inclusive: true}, box_loss: {centerness_weighted: true},"
                        + " score: cls_then_sqrt_product, postprocess: {score_threshold: 0.05}}",
                "{type: fcos, num_classes: 80, points: {center_offset: 0.5, stride: fixed},"
                        + " normalizer: {kind: running_mean, initial: 300}}",
                "{type: fcos, num_classes: 80, tower: {bias_with_norm: false}, centerness_on: cls,"
                        + " per_level_scale: true, box_activation: exp, normalize_by_stride: false,"
                        + " points: {center_offset: 0.5, stride: fixed},"
                        + " assignment: {limits_inclusive: true, center_sampling_radius: 0},"
                        + " box_loss: {kind: log_iou, centerness_weighted: true}, score: cls_then_product,"
                        + " postprocess: {score_threshold: 0.05, nms_threshold: 0.5}}",
                "{type: faster_rcnn, rpn: {tower: {convs: 2}}, roi: {box_head: {type: conv_fc}}}",
                "{type: faster_rcnn, num_classes: 80,"
                        + " rpn: {anchors: {order: by_size, size_rounding: none, cell_rounding: none, stride: fixed},"
                        + " box_loss: {kind: l1}, proposals: {training: {most: 1000}}},"
                        + " roi: {pool: {samples: 0, aligned: true, epsilon: detectron2}, box_loss: {kind: l1}}}",
                "{type: faster_rcnn, roi: {pool: {levels: all, fusion: max}}}"
            })
    void documentedSettingsLoad(String head) {
        HeadConfig config = load("head: " + head).config().head();

        assertThat(config).isNotIn(new RetinaConfig(), new FcosConfig(), new FasterRcnnConfig());
        assertThat(Levels.cost(config, 64).parameterCount("head")).isPositive();
    }

    @Test
    void matchersAndAnchorsAreChosenByKeys() {
        RetinaConfig config =
                (RetinaConfig) load("head: {type: retina, anchors: {aspect_ratios: [1]}, matcher: {type: atss}}")
                        .config()
                        .head();

        assertThat(config.matcher()).isEqualTo(new AtssMatcher());
        assertThat(config.anchors().aspectRatios()).containsExactly(1.0);
    }

    @Test
    void mistakesAreReportedAtTheirKeys() {
        assertThatThrownBy(
                        () -> load(
                                """
                        head:
                          type: fcos
                          tower: {convs: -1}
                          assignment: {regression_limits: [64, 32]}
                          postprocess: {nms_threshold: 2}
                        """))
                .hasMessage(
                        """
                        x.yaml:3:11: head.tower convs[-1] must be between 0 and 64
                        x.yaml:4:16: head.assignment regression_limits[64.0, 32.0] must rise
                        x.yaml:5:17: head.postprocess nms_threshold[2] must be between 0 and 1\
                        """);
    }

    private static LoadedConfig<Root> load(String yaml) {
        ConfigLoader loader = new ConfigLoader();
        return loader.bind(Root.class, loader.parseTree("x.yaml", yaml));
    }
}
