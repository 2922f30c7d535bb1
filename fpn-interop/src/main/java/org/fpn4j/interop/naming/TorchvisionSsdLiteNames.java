package org.fpn4j.interop.naming;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fpn4j.core.graph.Parameter;

/**
 * Names of torchvision's {@code ssdlite320_mobilenet_v3_large}, whose backbone is cut in two within a block.
 *
 * <pre>
 * backbone.features.0.0.* ... 0.12           backbone.features.0.* ... 12
 * backbone.features.0.13.*                   backbone.features.13.block.0.*
 * backbone.features.1.0.1.* ... 1.0.3        backbone.features.13.block.1.* ... 3
 * backbone.features.1.1.* ... 1.3            backbone.features.14.* ... 16
 * backbone.extra.0.0.0.*, 0.0.1; 0.1; 0.2    extra_levels.p6.narrow.*, narrow.norm; filter; widen
 * head.*_head.module_list.0.0.0.*, 0.0.1     head.cls_logits.P4.depthwise.*, norm, and of head.box_deltas
 * head.*_head.module_list.0.1.*              head.cls_logits.P4.pointwise.*
 * </pre>
 */
final class TorchvisionSsdLiteNames {
    private static final int CUT = 13; // the block whose widened map is C4
    private static final Pattern FEATURES = Pattern.compile("backbone\\.features\\.([01])\\.(\\d{1,3})\\.(.+)");
    private static final Pattern ABOVE = Pattern.compile("backbone\\.extra\\.(\\d{1,3})\\.([012])\\.([01])\\.(\\w+)");
    private static final Pattern FILTER =
            Pattern.compile("head\\.(classification|regression)_head\\.module_list\\.(\\d{1,3})\\.0\\.([01])\\.(\\w+)");
    private static final Pattern MIX =
            Pattern.compile("head\\.(classification|regression)_head\\.module_list\\.(\\d{1,3})\\.1\\.(weight|bias)");
    private static final List<String> PARTS = List.of(".narrow", ".filter", ".widen");

    private final List<String> above; // scopes of ours, finest level first; none where the levels are no separable ones
    private final List<String> logits;
    private final List<String> deltas;

    /** Names for the parameters of one detector. */
    TorchvisionSsdLiteNames(List<Parameter> parameters) {
        above = LevelScopes.of(having(parameters, ".narrow."), "extra_levels.p");
        logits = LevelScopes.of(having(parameters, ".pointwise."), "head.cls_logits.P");
        deltas = LevelScopes.of(having(parameters, ".pointwise."), "head.box_deltas.P");
    }

    private static List<Parameter> having(List<Parameter> parameters, String part) {
        return parameters.stream()
                .filter(parameter -> parameter.name().contains(part))
                .toList();
    }

    /** Our name of a tensor of theirs. */
    Optional<String> of(String name) {
        if (above.isEmpty()) {
            return Optional.empty();
        }
        return features(name).or(() -> above(name)).or(() -> head(name));
    }

    private static Optional<String> features(String name) {
        Matcher matcher = FEATURES.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int index = Integer.parseInt(matcher.group(2));
        boolean isSecond = matcher.group(1).equals("1");
        String ours;
        if (isSecond ? index == 0 : index == CUT) {
            ours = CUT + ".block." + (isSecond ? "" : "0.");
        } else {
            ours = (isSecond ? index + CUT : index) + ".";
        }
        return Optional.of("backbone.features." + ours + matcher.group(3));
    }

    private Optional<String> above(String name) {
        Matcher matcher = ABOVE.matcher(name);
        return matcher.matches()
                ? level(above, matcher.group(1))
                        .map(scope -> scope
                                + PARTS.get(Integer.parseInt(matcher.group(2)))
                                + (matcher.group(3).equals("1") ? ".norm." : ".")
                                + matcher.group(4))
                : Optional.empty();
    }

    private Optional<String> head(String name) {
        Matcher filter = FILTER.matcher(name);
        if (filter.matches()) {
            String part = filter.group(3).equals("1") ? ".norm." : ".depthwise.";
            return level(scopes(filter), filter.group(2)).map(scope -> scope + part + filter.group(4));
        }
        Matcher mix = MIX.matcher(name);
        return mix.matches()
                ? level(scopes(mix), mix.group(2)).map(scope -> scope + ".pointwise." + mix.group(3))
                : Optional.empty();
    }

    private List<String> scopes(Matcher matcher) {
        return matcher.group(1).equals("classification") ? logits : deltas;
    }

    private static Optional<String> level(List<String> scopes, String index) {
        int level = Integer.parseInt(index);
        return level < scopes.size() ? Optional.of(scopes.get(level)) : Optional.empty();
    }
}
