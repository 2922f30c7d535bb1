package org.fpn4j.interop.naming;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fpn4j.core.graph.Parameter;

/**
 * Names of torchvision's {@code ssd300_vgg16}, of all versions since 0.10, and of its plain {@code vgg16}.
 *
 * <pre>
 * features.0.* ... 28                               backbone.conv1_1.* ... conv5_3   (vgg16)
 * backbone.features.0.* ... 21                      backbone.conv1_1.* ... conv4_3
 * backbone.scale_weight                             backbone.conv4_3.scale
 * backbone.extra.0.1.*, 0.3, 0.5                    backbone.conv5_1.*, conv5_2, conv5_3
 * backbone.extra.0.7.1.*, 0.7.3                     backbone.fc6.*, fc7
 * backbone.extra.1.0.*, 1.2; 2.0, 2.2               backbone.conv8_1.*, conv8_2; conv9_1, conv9_2
 * backbone.extra.3.0.*, 3.2; 4.0, 4.2               extra_levels.p7.between.*, output; p8
 * head.classification_head.module_list.0.* ...      head.cls_logits.P3.* ...
 * head.regression_head.module_list.0.* ...          head.box_deltas.P3.* ...
 * </pre>
 */
final class TorchvisionSsdNames {
    private static final Pattern BACKBONE = Pattern.compile("backbone\\.(.+)\\.(weight|bias)");
    private static final Pattern PLAIN = Pattern.compile("(features\\.\\d{1,3})\\.(weight|bias)");
    private static final Pattern ABOVE = Pattern.compile("backbone\\.extra\\.(\\d{1,3})\\.([02])\\.(weight|bias)");
    private static final Pattern HEAD =
            Pattern.compile("head\\.(classification|regression)_head\\.module_list\\.(\\d{1,3})\\.(weight|bias)");
    private static final int FIRST_ABOVE = 3; // of their blocks behind the features, those above the backbone
    private static final Map<String, String> SCOPES = scopes();

    private final boolean isVgg;
    private final List<String> above; // scopes of ours, finest level first
    private final List<String> logits;
    private final List<String> deltas;

    /** Names for the parameters of one detector. */
    TorchvisionSsdNames(List<Parameter> parameters) {
        isVgg = parameters.stream().anyMatch(parameter -> parameter.name().startsWith("backbone.conv1_1."));
        above = LevelScopes.of(
                parameters.stream()
                        .filter(parameter -> parameter.name().contains(".between."))
                        .toList(),
                "extra_levels.p");
        logits = LevelScopes.of(parameters, "head.cls_logits.P");
        deltas = LevelScopes.of(parameters, "head.box_deltas.P");
    }

    private static Map<String, String> scopes() {
        Map<String, String> scopes = new HashMap<>();
        int[] convolutions = {2, 2, 3, 3, 3};
        int index = 0;
        for (int block = 0; block < convolutions.length; block++) {
            for (int i = 0; i < convolutions[block]; i++) {
                scopes.put("features." + index, "conv" + (block + 1) + "_" + (i + 1));
                index += 2; // and its ReLU
            }
            index++; // the pooling
        }
        for (int i = 0; i < 3; i++) {
            scopes.put("extra.0." + (2 * i + 1), "conv5_" + (i + 1));
        }
        scopes.put("extra.0.7.1", "fc6");
        scopes.put("extra.0.7.3", "fc7");
        for (int block = 1; block < FIRST_ABOVE; block++) {
            scopes.put("extra." + block + ".0", "conv" + (block + 7) + "_1");
            scopes.put("extra." + block + ".2", "conv" + (block + 7) + "_2");
        }
        return scopes;
    }

    /** Our name of a tensor of theirs. */
    Optional<String> of(String name) {
        if (name.equals("backbone.scale_weight")) {
            return Optional.of("backbone.conv4_3.scale");
        }
        return backbone(BACKBONE, name)
                .or(() -> isVgg ? backbone(PLAIN, name) : Optional.empty())
                .or(() -> above(name))
                .or(() -> head(name));
    }

    private static Optional<String> backbone(Pattern pattern, String name) {
        Matcher matcher = pattern.matcher(name);
        return matcher.matches()
                ? Optional.ofNullable(SCOPES.get(matcher.group(1)))
                        .map(scope -> "backbone." + scope + "." + matcher.group(2))
                : Optional.empty();
    }

    private Optional<String> above(String name) {
        Matcher matcher = ABOVE.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String part = matcher.group(2).equals("0") ? ".between." : ".output.";
        return level(above, Integer.parseInt(matcher.group(1)) - FIRST_ABOVE)
                .map(scope -> scope + part + matcher.group(3));
    }

    private Optional<String> head(String name) {
        Matcher matcher = HEAD.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<String> scopes = matcher.group(1).equals("classification") ? logits : deltas;
        return level(scopes, Integer.parseInt(matcher.group(2))).map(scope -> scope + "." + matcher.group(3));
    }

    private static Optional<String> level(List<String> scopes, int index) {
        return index >= 0 && index < scopes.size() ? Optional.of(scopes.get(index)) : Optional.empty();
    }
}
