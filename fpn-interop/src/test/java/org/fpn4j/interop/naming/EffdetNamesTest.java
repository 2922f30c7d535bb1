package org.fpn4j.interop.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffdetNamesTest {
    private static final Set<String> EFFICIENTNET = Set.of("backbone.conv_stem.weight");
    private static final Set<String> RESNET = Set.of("backbone.conv1.weight");

    private static List<Parameter> cell(String... nodes) {
        return Stream.of(nodes)
                .map(node -> "neck.cell0." + node + ".fusion")
                .map(EffdetNamesTest::parameter)
                .toList();
    }

    private static Parameter parameter(String name) {
        return new Parameter(name, Shape.of(1), new Initializer.Constant(0), Parameter.Role.WEIGHT, true);
    }

    /** Levels 3-7: maps 0-4 come in, 5-12 are the nodes; the head has norms for each. */
    private static final List<Parameter> BIFPN = Stream.concat(
                    cell("P6_td", "P5_td", "P4_td", "P3_out", "P4_out", "P5_out", "P6_out", "P7_out").stream(),
                    Stream.of("P3", "P4", "P5", "P6", "P7")
                            .map(level -> parameter("head.cls_tower.0.norm." + level + ".weight")))
            .toList();

    private static List<Parameter> withStem(String stem) {
        return Stream.concat(BIFPN.stream(), Stream.of(parameter(stem))).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "fpn.resample.3.conv.conv.weight, neck.input.P6.weight",
        "fpn.resample.3.conv.conv.bias, neck.input.P6.bias",
        "fpn.resample.3.conv.bn.running_var, neck.input.P6.norm.running_var",
        "fpn.cell.0.fnode.0.combine.edge_weights, neck.cell0.P6_td.fusion",
        "fpn.cell.2.fnode.7.combine.edge_weights, neck.cell2.P7_out.fusion",
        "fpn.cell.0.fnode.1.combine.resample.2.conv.conv.weight, neck.cell0.P5_td.P5_in.weight",
        "fpn.cell.0.fnode.2.combine.resample.1.conv.bn.weight, neck.cell0.P4_td.P4_in.norm.weight",
        "fpn.cell.0.fnode.3.combine.resample.0.conv.conv.bias, neck.cell0.P3_out.P3_in.bias",
        "fpn.cell.0.fnode.4.combine.resample.1.conv.conv.weight, neck.cell0.P4_out.P4_in.weight",
        "fpn.cell.0.fnode.4.combine.resample.7.conv.conv.weight, neck.cell0.P4_out.P4_td.weight",
        "fpn.cell.0.fnode.4.combine.resample.8.conv.conv.weight, neck.cell0.P4_out.P3_out.weight",
        "fpn.cell.1.fnode.5.after_combine.conv.conv_dw.weight, neck.cell1.P5_out.depthwise.weight",
        "fpn.cell.1.fnode.6.after_combine.conv.conv_pw.weight, neck.cell1.P6_out.pointwise.weight",
        "fpn.cell.1.fnode.6.after_combine.conv.conv_pw.bias, neck.cell1.P6_out.pointwise.bias",
        "fpn.cell.1.fnode.6.after_combine.conv.conv.weight, neck.cell1.P6_out.conv.weight",
        "fpn.cell.1.fnode.6.after_combine.conv.bn.running_mean, neck.cell1.P6_out.norm.running_mean",
        "fpn.cell.0.fnode.8.combine.edge_weights, fpn.cell.0.fnode.8.combine.edge_weights",
        "fpn.cell.0.fnode.1.combine.resample.13.conv.conv.weight, "
                + "fpn.cell.0.fnode.1.combine.resample.13.conv.conv.weight",
        "fpn.cell.0.fnode.1.after_combine.act.weight, fpn.cell.0.fnode.1.after_combine.act.weight",
        "class_net.conv_rep.2.conv_dw.weight, head.cls_tower.2.depthwise.weight",
        "box_net.conv_rep.0.conv_pw.bias, head.box_tower.0.pointwise.bias",
        "class_net.bn_rep.1.2.bn.running_var, head.cls_tower.1.norm.P5.running_var",
        "box_net.bn_rep.0.4.bn.weight, head.box_tower.0.norm.P7.weight",
        "box_net.bn_rep.0.5.bn.weight, box_net.bn_rep.0.5.bn.weight",
        "class_net.predict.conv_dw.weight, head.cls_logits.depthwise.weight",
        "box_net.predict.conv_pw.bias, head.box_deltas.pointwise.bias",
        "class_net.predict.conv.weight, class_net.predict.conv.weight",
    })
    void namesOfBifpn(String theirs, String ours) {
        assertThat(new EffdetNames(BIFPN, EFFICIENTNET).apply(theirs)).isEqualTo(ours);
    }

    @Test
    void levelsFollowTheDetector() {
        EffdetNames names = new EffdetNames(cell("P3_td", "P2_out", "P3_out", "P4_out"), EFFICIENTNET);

        assertThat(names.apply("fpn.cell.0.fnode.2.combine.resample.3.conv.conv.weight"))
                .isEqualTo("neck.cell0.P3_out.P3_td.weight");
        assertThat(names.apply("fpn.resample.2.conv.conv.weight")).isEqualTo("neck.input.P4.weight");
    }

    @Test
    void aCellOfAnotherTopologyGetsNoNames() {
        String theirs = "fpn.cell.0.fnode.0.combine.edge_weights";

        assertThat(new EffdetNames(cell("P6_out", "P5_out", "P4_out", "P3_out"), EFFICIENTNET).apply(theirs))
                .isEqualTo(theirs);
        assertThat(new EffdetNames(List.of(), EFFICIENTNET).apply(theirs)).isEqualTo(theirs);
    }

    /** Both have a {@code bn1}; EfficientNet-B7's would even fit a ResNet's. */
    @Test
    void aBackboneKeepsItsNamesWhereTheDetectorsIsOfItsKind() {
        List<Parameter> resNet = withStem("backbone.conv1.weight");
        List<Parameter> efficientNet = withStem("backbone.conv_stem.weight");

        assertThat(new EffdetNames(resNet, RESNET).apply("backbone.bn1.weight")).isEqualTo("backbone.bn1.weight");
        assertThat(new EffdetNames(resNet, RESNET).apply("backbone.layer1.0.downsample.0.weight"))
                .isEqualTo("backbone.layer1.0.downsample.0.weight");
        assertThat(new EffdetNames(efficientNet, EFFICIENTNET).apply("backbone.blocks.0.0.conv_pw.weight"))
                .isEqualTo("backbone.blocks.0.0.conv_pw.weight");
        assertThat(new EffdetNames(resNet, EFFICIENTNET).apply("backbone.bn1.weight"))
                .isEqualTo("effdet.backbone.bn1.weight");
        assertThat(new EffdetNames(efficientNet, RESNET).apply("backbone.bn1.weight"))
                .isEqualTo("effdet.backbone.bn1.weight");
    }
}
