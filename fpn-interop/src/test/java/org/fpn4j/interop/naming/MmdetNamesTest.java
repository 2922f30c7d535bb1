package org.fpn4j.interop.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MmdetNamesTest {
    private static List<Parameter> parameters(String... scopes) {
        return Stream.of(scopes)
                .map(scope -> new Parameter(
                        scope + ".weight", Shape.of(1), new Initializer.Constant(0), Parameter.Role.WEIGHT, true))
                .toList();
    }

    private static final List<Parameter> FPN = parameters(
            "neck.lateral.C5",
            "neck.lateral.C4",
            "neck.lateral.C3",
            "neck.output.P3",
            "neck.output.P4",
            "neck.output.P5",
            "extra_levels.p6",
            "extra_levels.p7",
            "head.scale.P3",
            "head.scale.P4");

    private static final List<Parameter> PAFPN = parameters(
            "neck.fpn.lateral.C4",
            "neck.fpn.lateral.C3",
            "neck.fpn.output.P3",
            "neck.fpn.output.P4",
            "neck.down.P4",
            "neck.output.P4",
            "extra_levels.p5",
            "extra_levels.p6");

    @ParameterizedTest
    @CsvSource({
        "backbone.conv1.weight, backbone.conv1.weight",
        "backbone.layer2.0.downsample.1.running_var, backbone.layer2.0.downsample.1.running_var",
        "backbone.gn1.weight, backbone.bn1.weight",
        "backbone.layer4.2.gn3.bias, backbone.layer4.2.bn3.bias",
        "neck.lateral_convs.0.conv.weight, neck.lateral.C3.weight",
        "neck.lateral_convs.2.bn.running_mean, neck.lateral.C5.norm.running_mean",
        "neck.fpn_convs.1.conv.bias, neck.output.P4.bias",
        "neck.fpn_convs.2.gn.weight, neck.output.P5.norm.weight",
        "neck.fpn_convs.3.conv.weight, extra_levels.p6.weight",
        "neck.fpn_convs.4.conv.bias, extra_levels.p7.bias",
        "neck.fpn_convs.5.conv.bias, neck.fpn_convs.5.conv.bias",
        "neck.downsample_convs.0.conv.weight, neck.downsample_convs.0.conv.weight",
        "neck.pafpn_convs.0.conv.weight, neck.pafpn_convs.0.conv.weight",
        "bbox_head.cls_convs.0.conv.weight, head.cls_tower.0.weight",
        "bbox_head.cls_convs.3.gn.weight, head.cls_tower.3.norm.weight",
        "bbox_head.reg_convs.1.bn.running_var, head.box_tower.1.norm.running_var",
        "bbox_head.retina_cls.weight, head.cls_logits.weight",
        "bbox_head.retina_reg.bias, head.box_deltas.bias",
        "bbox_head.conv_cls.weight, head.cls_logits.weight",
        "bbox_head.conv_reg.weight, head.box_deltas.weight",
        "bbox_head.conv_centerness.bias, head.centerness.bias",
        "bbox_head.fcos_centerness.bias, head.centerness.bias",
        "bbox_head.scales.1.scale, head.scale.P4",
        "bbox_head.scales.2.scale, bbox_head.scales.2.scale",
        "bbox_head.cls_convs.0.0.conv.weight, bbox_head.cls_convs.0.0.conv.weight",
        "rpn_head.rpn_conv.weight, head.rpn.tower.0.weight",
        "rpn_head.rpn_conv.1.conv.bias, head.rpn.tower.1.bias",
        "rpn_head.rpn_cls.weight, head.rpn.objectness.weight",
        "rpn_head.rpn_reg.bias, head.rpn.deltas.bias",
        "roi_head.bbox_head.shared_fcs.1.weight, head.box.fc.1.weight",
        "roi_head.bbox_head.shared_convs.3.conv.weight, head.box.conv.3.weight",
        "roi_head.bbox_head.shared_convs.3.bn.running_mean, head.box.conv.3.norm.running_mean",
        "roi_head.bbox_head.fc_cls.bias, head.box.classes.bias",
        "roi_head.bbox_head.fc_reg.weight, head.box.deltas.weight",
        "roi_head.mask_head.convs.0.conv.bias, head.mask.conv.0.bias",
        "roi_head.mask_head.convs.2.gn.weight, head.mask.conv.2.norm.weight",
        "roi_head.mask_head.upsample.weight, head.mask.upsample.weight",
        "roi_head.mask_head.conv_logits.bias, head.mask.logits.bias",
        "roi_head.bbox_head.0.fc_cls.weight, roi_head.bbox_head.0.fc_cls.weight",
    })
    void namesOfFpnAndHeads(String theirs, String ours) {
        assertThat(new MmdetNames(FPN).apply(theirs)).isEqualTo(ours);
    }

    @ParameterizedTest
    @CsvSource({
        "neck.lateral_convs.1.conv.weight, neck.fpn.lateral.C4.weight",
        "neck.fpn_convs.0.conv.weight, neck.fpn.output.P3.weight",
        "neck.fpn_convs.2.conv.weight, extra_levels.p5.weight",
        "neck.downsample_convs.0.conv.bias, neck.down.P4.bias",
        "neck.downsample_convs.0.gn.bias, neck.down.P4.norm.bias",
        "neck.pafpn_convs.0.conv.weight, neck.output.P4.weight",
        "neck.pafpn_convs.0.bn.running_mean, neck.output.P4.norm.running_mean",
        "neck.pafpn_convs.1.conv.weight, neck.pafpn_convs.1.conv.weight",
    })
    void namesOfPafpn(String theirs, String ours) {
        assertThat(new MmdetNames(PAFPN).apply(theirs)).isEqualTo(ours);
    }
}
