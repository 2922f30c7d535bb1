package org.fpn4j.interop.naming;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of Keras' ResNets, of both generations:
 *
 * <pre>
 * Keras up to 2.2       since (keras-applications 1.0.8)   ours
 * conv1, bn_conv1       conv1_conv, conv1_bn               backbone.conv1, backbone.bn1
 * res3b_branch2a        conv3_block2_1_conv                backbone.layer2.1.conv1
 * bn3b_branch2a         conv3_block2_1_bn                  backbone.layer2.1.bn1
 * res3a_branch1         conv3_block1_0_conv                backbone.layer2.0.downsample.0
 * fc1000                predictions                        fc
 * </pre>
 *
 * Blocks of the first generation are letters, or {@code a, b1, b2 ...} in stages too long for them.
 */
public final class KerasNames implements UnaryOperator<String> {
    private static final Map<String, String> LEAVES = Map.of(
            "kernel", "weight",
            "bias", "bias",
            "gamma", "weight",
            "beta", "bias",
            "moving_mean", "running_mean",
            "moving_variance", "running_var");
    private static final Pattern FIRST = Pattern.compile("(res|bn)([2-5])([a-z])(\\d{0,3})_branch(1|2[abc])");
    private static final Pattern SECOND = Pattern.compile("conv([2-5])_block(\\d{1,3})_([0-3])_(conv|bn)");

    /** Our name of a tensor of theirs; their own name where there is none. */
    @Override
    public String apply(String name) {
        int slash = name.lastIndexOf('/');
        String leaf = slash < 0 ? null : LEAVES.get(name.substring(slash + 1));
        if (leaf == null) {
            return name;
        }
        return layer(name.substring(0, slash)).map(layer -> layer + "." + leaf).orElse(name);
    }

    /** Our scope of a layer of theirs. */
    private static Optional<String> layer(String name) {
        switch (name) {
            case "conv1", "conv1_conv" -> {
                return Optional.of("backbone.conv1");
            }
            case "bn_conv1", "conv1_bn" -> {
                return Optional.of("backbone.bn1");
            }
            case "fc1000", "predictions", "probs" -> {
                return Optional.of("fc");
            }
            default -> {
                // inside a block
            }
        }
        Matcher first = FIRST.matcher(name);
        if (first.matches()) {
            int block = first.group(4).isEmpty() ? first.group(3).charAt(0) - 'a' : Integer.parseInt(first.group(4));
            int convolution = first.group(5).equals("1") ? 0 : first.group(5).charAt(1) - 'a' + 1;
            return Optional.of(
                    unit(first.group(2), block, convolution, first.group(1).equals("bn")));
        }
        Matcher second = SECOND.matcher(name);
        if (second.matches()) {
            int block = Integer.parseInt(second.group(2)) - 1;
            int convolution = Integer.parseInt(second.group(3));
            return Optional.of(
                    unit(second.group(1), block, convolution, second.group(4).equals("bn")));
        }
        return Optional.empty();
    }

    /** @param convolution 1 to 3 along the branch, 0 in the shortcut */
    private static String unit(String stage, int block, int convolution, boolean norm) {
        String scope = "backbone.layer" + (Integer.parseInt(stage) - 1) + "." + block + ".";
        if (convolution == 0) {
            return scope + "downsample." + (norm ? 1 : 0);
        }
        return scope + (norm ? "bn" : "conv") + convolution;
    }
}
