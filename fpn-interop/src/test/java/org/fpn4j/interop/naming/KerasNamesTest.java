package org.fpn4j.interop.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.fpn4j.core.backbone.ResNet;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.layer.Norms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KerasNamesTest {
    private static final int[] BLOCKS = {3, 4, 6, 3};
    private final KerasNames names = new KerasNames();

    @ParameterizedTest
    @CsvSource({
        "conv1/kernel, backbone.conv1.weight",
        "bn_conv1/gamma, backbone.bn1.weight",
        "bn_conv1/moving_variance, backbone.bn1.running_var",
        "res2a_branch1/bias, backbone.layer1.0.downsample.0.bias",
        "bn2a_branch1/moving_mean, backbone.layer1.0.downsample.1.running_mean",
        "res3b_branch2a/kernel, backbone.layer2.1.conv1.weight",
        "bn4f_branch2c/beta, backbone.layer3.5.bn3.bias",
        "res4b22_branch2b/kernel, backbone.layer3.22.conv2.weight",
        "fc1000/kernel, fc.weight",
        "conv1_conv/kernel, backbone.conv1.weight",
        "conv1_bn/beta, backbone.bn1.bias",
        "conv3_block2_1_conv/kernel, backbone.layer2.1.conv1.weight",
        "conv5_block1_0_bn/gamma, backbone.layer4.0.downsample.1.weight",
        "conv4_block23_3_bn/moving_mean, backbone.layer3.22.bn3.running_mean",
        "predictions/bias, fc.bias"
    })
    void bothGenerationsHaveTheirPlace(String theirs, String ours) {
        assertThat(names.apply(theirs)).isEqualTo(ours);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conv1/velocity",
                "conv1",
                "res6a_branch2a/kernel",
                "res2a_branch2d/kernel",
                "conv2_block1_4_bn/gamma"
            })
    void whatIsNoResNetKeepsItsName(String theirs) {
        assertThat(names.apply(theirs)).isEqualTo(theirs);
    }

    @Test
    void everyParameterOfAResNet50HasOneName() {
        Set<String> renamed = new HashSet<>();
        add(renamed, "conv1", "bn_conv1");
        for (int stage = 2; stage <= 5; stage++) {
            for (int block = 0; block < BLOCKS[stage - 2]; block++) {
                String unit = stage + String.valueOf((char) ('a' + block)) + "_branch";
                for (String branch :
                        block == 0 ? new String[] {"1", "2a", "2b", "2c"} : new String[] {"2a", "2b", "2c"}) {
                    add(renamed, "res" + unit + branch, "bn" + unit + branch);
                }
            }
        }
        CostGraph graph = new CostGraph();
        new ResNet.Config(50, ResNet.Style.KERAS, 0.125, new Norms.FrozenBatch(1e-3), 0)
                .create()
                .build(graph.scope("backbone"), graph.input("images", Shape.of(1, 3, 64, 64)));

        assertThat(renamed)
                .containsExactlyInAnyOrderElementsOf(
                        graph.parameters().stream().map(Parameter::name).toList());
    }

    private void add(Set<String> renamed, String convolution, String norm) {
        for (String leaf : new String[] {"kernel", "bias"}) {
            renamed.add(names.apply(convolution + "/" + leaf));
        }
        for (String leaf : new String[] {"gamma", "beta", "moving_mean", "moving_variance"}) {
            renamed.add(names.apply(norm + "/" + leaf));
        }
    }
}
