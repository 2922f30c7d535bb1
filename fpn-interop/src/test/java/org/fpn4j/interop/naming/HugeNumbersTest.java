package org.fpn4j.interop.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of a file are anybody's. */
class HugeNumbersTest {
    private static final List<Parameter> PARAMETERS = Stream.of("neck.lateral.C3.weight", "neck.cell0.P3_out.fusion")
            .map(name -> new Parameter(name, Shape.of(1), new Initializer.Constant(0), Parameter.Role.WEIGHT, true))
            .toList();

    private static final List<UnaryOperator<String>> NAMES = List.of(
            new TorchvisionNames(PARAMETERS),
            new MmdetNames(PARAMETERS),
            new EffdetNames(PARAMETERS, Set.of()),
            new KerasNames());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "backbone.fpn.inner_blocks.#.0.weight",
                "backbone.fpn.layer_blocks.#.weight",
                "head.classification_head.conv.#.weight",
                "rpn.head.conv.#.0.weight",
                "roi_heads.box_head.#.0.weight",
                "roi_heads.box_head.#.weight",
                "roi_heads.mask_head.mask_fcn#.weight",
                "neck.lateral_convs.#.conv.weight",
                "bbox_head.cls_convs.#.conv.weight",
                "bbox_head.scales.#.scale",
                "fpn.resample.#.conv.conv.weight",
                "fpn.cell.0.fnode.#.combine.edge_weights",
                "fpn.cell.0.fnode.0.combine.resample.#.conv.conv.weight",
                "conv2_block#_1_conv/kernel",
                "res3b#_branch2a/kernel"
            })
    void aNumberBeyondEveryNetworkIsAPartOfTheName(String name) {
        String huge = name.replace("#", "99999999999");

        assertThat(NAMES).allSatisfy(names -> assertThat(names.apply(huge)).endsWith(huge));
    }
}
