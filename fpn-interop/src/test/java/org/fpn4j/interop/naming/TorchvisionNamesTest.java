package org.fpn4j.interop.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TorchvisionNamesTest {
    private static List<Parameter> parameters(String... names) {
        return Stream.of(names)
                .map(name -> new Parameter(name, Shape.of(1), new Initializer.Constant(0), Parameter.Role.WEIGHT, true))
                .toList();
    }

    private static final List<Parameter> RETINA = parameters(
            "neck.lateral.C3.weight",
            "neck.lateral.C4.weight",
            "neck.lateral.C5.weight",
            "neck.output.P3.weight",
            "neck.output.P4.weight",
            "neck.output.P5.weight",
            "head.cls_tower.0.weight");

    @ParameterizedTest
    @CsvSource({
        "backbone.body.conv1.weight, backbone.conv1.weight",
        "backbone.body.layer2.0.downsample.1.running_var, backbone.layer2.0.downsample.1.running_var",
        "backbone.fpn.inner_blocks.0.0.weight, neck.lateral.C3.weight",
        "backbone.fpn.inner_blocks.2.bias, neck.lateral.C5.bias",
        "backbone.fpn.layer_blocks.1.0.bias, neck.output.P4.bias",
        "backbone.fpn.extra_blocks.p7.weight, extra_levels.p7.weight",
        "head.classification_head.conv.3.0.weight, head.cls_tower.3.weight",
        "head.regression_head.conv.0.0.bias, head.box_tower.0.bias",
        "head.classification_head.conv.4.weight, head.cls_tower.2.weight",
        "head.classification_head.cls_logits.weight, head.cls_logits.weight",
        "head.regression_head.bbox_reg.bias, head.box_deltas.bias",
        "conv1.weight, backbone.conv1.weight",
        "layer4.2.bn3.bias, backbone.layer4.2.bn3.bias",
        "fc.weight, fc.weight",
        "backbone.fpn.inner_blocks.3.0.weight, backbone.fpn.inner_blocks.3.0.weight",
        "head.classification_head.other.weight, head.classification_head.other.weight",
    })
    void namesOfRetinaNetAndResNet(String theirs, String ours) {
        assertThat(new TorchvisionNames(RETINA).apply(theirs)).isEqualTo(ours);
    }

    @ParameterizedTest
    @CsvSource({
        "head.classification_head.conv.0.weight, head.cls_tower.0.weight",
        "head.classification_head.conv.1.weight, head.cls_tower.0.norm.weight",
        "head.regression_head.conv.9.bias, head.box_tower.3.bias",
        "head.regression_head.conv.10.bias, head.box_tower.3.norm.bias",
        "head.regression_head.bbox_ctrness.weight, head.centerness.weight",
        "head.classification_head.conv.1.1.weight, head.cls_tower.1.norm.weight",
    })
    void namesOfFcosTowers(String theirs, String ours) {
        List<Parameter> fcos = parameters("head.cls_tower.0.weight", "head.cls_tower.0.norm.weight");

        assertThat(new TorchvisionNames(fcos).apply(theirs)).isEqualTo(ours);
    }

    @ParameterizedTest
    @CsvSource({
        "backbone.fpn.inner_blocks.0.0.weight, neck.lateral.C3.weight",
        "backbone.fpn.inner_blocks.2.1.running_var, neck.lateral.C5.norm.running_var",
        "backbone.fpn.layer_blocks.1.1.bias, neck.output.P4.norm.bias",
        "backbone.fpn.layer_blocks.1.2.bias, backbone.fpn.layer_blocks.1.2.bias",
    })
    void namesOfAPyramidWithNorms(String theirs, String ours) {
        assertThat(new TorchvisionNames(RETINA).apply(theirs)).isEqualTo(ours);
    }

    @ParameterizedTest
    @CsvSource({
        "rpn.head.conv.weight, head.rpn.tower.0.weight",
        "rpn.head.conv.0.0.bias, head.rpn.tower.0.bias",
        "rpn.head.conv.1.0.weight, head.rpn.tower.1.weight",
        "rpn.head.conv.1.1.weight, rpn.head.conv.1.1.weight",
        "rpn.head.cls_logits.bias, head.rpn.objectness.bias",
        "rpn.head.bbox_pred.weight, head.rpn.deltas.weight",
        "roi_heads.box_head.fc6.weight, head.box.fc.0.weight",
        "roi_heads.box_head.fc7.bias, head.box.fc.1.bias",
        "roi_heads.box_head.fc8.bias, roi_heads.box_head.fc8.bias",
        "roi_heads.box_predictor.cls_score.weight, head.box.classes.weight",
        "roi_heads.box_predictor.bbox_pred.bias, head.box.deltas.bias",
        "roi_heads.mask_head.mask_fcn1.weight, head.mask.conv.0.weight",
        "roi_heads.mask_head.mask_fcn4.bias, head.mask.conv.3.bias",
        "roi_heads.mask_head.2.0.weight, head.mask.conv.2.weight",
        "roi_heads.mask_head.2.1.running_mean, head.mask.conv.2.norm.running_mean",
        "roi_heads.mask_predictor.conv5_mask.weight, head.mask.upsample.weight",
        "roi_heads.mask_predictor.mask_fcn_logits.bias, head.mask.logits.bias",
        "roi_heads.mask_predictor.other.bias, roi_heads.mask_predictor.other.bias",
        "roi_heads.keypoint_head.0.weight, roi_heads.keypoint_head.0.weight",
    })
    void namesOfRegionHeads(String theirs, String ours) {
        assertThat(new TorchvisionNames(List.of()).apply(theirs)).isEqualTo(ours);
    }

    /** Convolutions, a flattening, then a layer and its activation in turn, all counted together. */
    @ParameterizedTest
    @CsvSource({
        "roi_heads.box_head.0.0.weight, head.box.conv.0.weight",
        "roi_heads.box_head.1.1.running_var, head.box.conv.1.norm.running_var",
        "roi_heads.box_head.2.weight, roi_heads.box_head.2.weight",
        "roi_heads.box_head.3.weight, head.box.fc.0.weight",
        "roi_heads.box_head.4.bias, roi_heads.box_head.4.bias",
        "roi_heads.box_head.5.bias, head.box.fc.1.bias",
    })
    void layersOfABoxHeadFollowItsConvolutions(String theirs, String ours) {
        List<Parameter> two =
                parameters("head.box.conv.0.weight", "head.box.conv.0.norm.weight", "head.box.conv.1.weight");

        assertThat(new TorchvisionNames(two).apply(theirs)).isEqualTo(ours);
    }

    @Test
    void levelsFollowTheDetector() {
        TorchvisionNames names = new TorchvisionNames(parameters("neck.lateral.C2.weight", "neck.lateral.C10.weight"));

        assertThat(names.apply("backbone.fpn.inner_blocks.1.0.weight")).isEqualTo("neck.lateral.C10.weight");
    }

    @ParameterizedTest
    @CsvSource({
        "backbone.features.0.weight, backbone.conv1_1.weight",
        "backbone.features.7.bias, backbone.conv2_2.bias",
        "backbone.features.21.weight, backbone.conv4_3.weight",
        "backbone.scale_weight, backbone.conv4_3.scale",
        "backbone.extra.0.1.weight, backbone.conv5_1.weight",
        "backbone.extra.0.5.bias, backbone.conv5_3.bias",
        "backbone.extra.0.7.1.weight, backbone.fc6.weight",
        "backbone.extra.0.7.3.bias, backbone.fc7.bias",
        "backbone.extra.1.0.weight, backbone.conv8_1.weight",
        "backbone.extra.2.2.weight, backbone.conv9_2.weight",
        "backbone.extra.3.0.weight, extra_levels.p7.between.weight",
        "backbone.extra.4.2.bias, extra_levels.p8.output.bias",
        "backbone.extra.5.0.weight, backbone.extra.5.0.weight",
        "backbone.features.1.weight, backbone.features.1.weight",
        "head.classification_head.module_list.0.weight, head.cls_logits.P3.weight",
        "head.regression_head.module_list.1.bias, head.box_deltas.P4.bias",
        "head.regression_head.module_list.2.bias, head.regression_head.module_list.2.bias"
    })
    void namesOfSsd(String theirs, String ours) {
        List<Parameter> ssd = parameters(
                "extra_levels.p7.between.weight",
                "extra_levels.p8.between.weight",
                "head.cls_logits.P3.weight",
                "head.cls_logits.P4.weight",
                "head.box_deltas.P3.bias",
                "head.box_deltas.P4.bias");

        assertThat(new TorchvisionNames(ssd).apply(theirs)).isEqualTo(ours);
    }

    @ParameterizedTest
    @CsvSource({
        "backbone.features.0.0.1.running_var, backbone.features.0.1.running_var",
        "backbone.features.0.12.block.2.fc1.bias, backbone.features.12.block.2.fc1.bias",
        "backbone.features.0.13.0.weight, backbone.features.13.block.0.0.weight",
        "backbone.features.1.0.3.1.bias, backbone.features.13.block.3.1.bias",
        "backbone.features.1.1.block.0.0.weight, backbone.features.14.block.0.0.weight",
        "backbone.features.1.3.1.running_mean, backbone.features.16.1.running_mean",
        "backbone.extra.0.0.0.weight, extra_levels.p6.narrow.weight",
        "backbone.extra.1.1.1.running_var, extra_levels.p7.filter.norm.running_var",
        "backbone.extra.1.2.0.weight, extra_levels.p7.widen.weight",
        "backbone.extra.2.2.0.weight, backbone.extra.2.2.0.weight",
        "head.classification_head.module_list.0.0.0.weight, head.cls_logits.P4.depthwise.weight",
        "head.classification_head.module_list.1.0.1.bias, head.cls_logits.P5.norm.bias",
        "head.regression_head.module_list.0.1.bias, head.box_deltas.P4.pointwise.bias"
    })
    void namesOfSsdLite(String theirs, String ours) {
        List<Parameter> lite = parameters(
                "extra_levels.p6.narrow.weight",
                "extra_levels.p7.narrow.weight",
                "head.cls_logits.P4.pointwise.weight",
                "head.cls_logits.P5.pointwise.weight",
                "head.box_deltas.P4.pointwise.bias",
                "head.box_deltas.P5.pointwise.bias");

        assertThat(new TorchvisionNames(lite).apply(theirs)).isEqualTo(ours);
    }

    @ParameterizedTest
    @CsvSource({
        "features.0.weight, backbone.conv1_1.weight",
        "features.28.bias, backbone.conv5_3.bias",
        "features.1.weight, features.1.weight",
        "classifier.0.weight, classifier.0.weight"
    })
    void namesOfPlainVgg(String theirs, String ours) {
        assertThat(new TorchvisionNames(parameters("backbone.conv1_1.weight")).apply(theirs))
                .isEqualTo(ours);
    }
}
