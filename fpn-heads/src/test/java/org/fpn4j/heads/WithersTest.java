package org.fpn4j.heads;

import java.util.stream.Stream;
import org.fpn4j.config.Withers;
import org.fpn4j.heads.centernet.CenterNetConfig;
import org.fpn4j.heads.efficientdet.EfficientDetConfig;
import org.fpn4j.heads.fcos.FcosConfig;
import org.fpn4j.heads.retina.RetinaConfig;
import org.fpn4j.heads.roi.FasterRcnnConfig;
import org.fpn4j.heads.ssd.SsdConfig;
import org.fpn4j.heads.yolox.YoloxConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WithersTest {
    /** Two of a kind, of which every component differs. */
    record Pair(Record first, Record second) {
        @Override
        public String toString() {
            return first.getClass().getSimpleName();
        }
    }

    static Stream<Pair> pairs() {
        return Stream.of(
                new Pair(
                        new FcosConfig(),
                        Configs.with(
                                new FcosConfig(),
                                """
                                num_classes: 3
                                tower: {convs: 1}
                                prior: 0.1
                                centerness_on: cls
                                per_level_scale: true
                                box_activation: exp
                                normalize_by_stride: false
                                points: {center_offset: 0.5}
                                assignment: {limits_inclusive: true}
                                classification_loss: {weight: 2}
                                box_loss: {weight: 2}
                                centerness_loss_weight: 2
                                normalizer: {kind: per_image}
                                score: cls_then_product
                                postprocess: {max_detections: 7}
                                """)),
                new Pair(
                        new CenterNetConfig(),
                        Configs.with(
                                new CenterNetConfig(),
                                """
                                num_classes: 3
                                levels: all
                                tower: {convs: 2}
                                predictor_kernel: 3
                                prior: 0.2
                                finest: {radius: authors}
                                all: {min_radius: 2}
                                heat_map_loss: {weight: 2}
                                normalizer: {kind: per_image}
                                postprocess: {max_detections: 7}
                                """)),
                new Pair(
                        new SsdConfig(),
                        Configs.with(
                                new SsdConfig(),
                                """
                                num_classes: 3
                                predictor: {separable: true}
                                default_boxes: {clip: false}
                                matcher: {type: iou}
                                box_coder: {center_weight: 1}
                                mining: {min_negatives: 5}
                                classification_loss_weight: 2
                                box_loss: {weight: 2}
                                normalizer: {kind: per_image}
                                postprocess: {max_detections: 7}
                                """)),
                new Pair(
                        new RetinaConfig(),
                        Configs.with(
                                new RetinaConfig(),
                                """
                                num_classes: 3
                                tower: {convs: 1}
                                prior: 0.1
                                anchors: {scale: 3}
                                matcher: {type: atss, top_k: 5}
                                box_coder: {center_weight: 10}
                                classification_loss: {weight: 2}
                                box_loss: {weight: 2}
                                normalizer: {kind: batch}
                                postprocess: {max_detections: 7}
                                """)),
                new Pair(
                        new EfficientDetConfig(),
                        Configs.with(
                                new EfficientDetConfig(),
                                """
                                num_classes: 3
                                repeats: 1
                                redundant_bias: true
                                norm: {type: group_norm, groups: 4, epsilon: 1.0e-5}
                                activation: relu
                                prior: 0.1
                                anchors: {scale: 5}
                                matcher: {type: iou}
                                box_coder: {center_weight: 10}
                                classification_loss: {weight: 2}
                                box_loss: {weight: 2}
                                normalizer: {kind: batch}
                                postprocess: {max_candidates: 7}
                                """)),
                new Pair(
                        new YoloxConfig(),
                        Configs.with(
                                new YoloxConfig(),
                                """
                                num_classes: 3
                                channels: 16
                                convs: 1
                                depthwise: true
                                norm: {type: group_norm, groups: 4, epsilon: 1.0e-5}
                                activation: relu
                                prior: 0.1
                                assignment: {top: 5}
                                max_objects: 7
                                box_weight: 1
                                objectness_weight: 2
                                classification_weight: 2
                                l1_weight: 1
                                postprocess: {max_detections: 7}
                                """)),
                new Pair(
                        new RetinaConfig().anchors(),
                        Configs.with(
                                        new RetinaConfig(),
                                        """
                                        anchors:
                                          scale: 3
                                          scales_per_octave: 2
                                          sizes: [4, 5]
                                          aspect_ratios: [1.0]
                                          sides: [1, 2]
                                          order: by_size
                                          size_rounding: none
                                          cell_rounding: none
                                          center_offset: 0.5
                                          stride: fixed
                                        """)
                                .anchors()),
                new Pair(
                        new FasterRcnnConfig(),
                        Configs.with(
                                new FasterRcnnConfig(),
                                """
                                num_classes: 3
                                rpn: {objectness_weight: 2}
                                roi: {max_objects: 7}
                                """)),
                new Pair(
                        new RetinaConfig().tower(),
                        Configs.with(
                                        new RetinaConfig(),
                                        """
                                        tower:
                                          convs: 1
                                          channels: 16
                                          norm: {type: group_norm, groups: 4, epsilon: 1.0e-5}
                                          norm_per_level: true
                                          activation: swish
                                          bias_with_norm: true
                                        """)
                                .tower()));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void eachComponentCanBeChangedAlone(Pair pair) throws ReflectiveOperationException {
        Withers.assertEachChangesItsComponentAlone(pair.first(), Withers.components(pair.second()));
    }
}
