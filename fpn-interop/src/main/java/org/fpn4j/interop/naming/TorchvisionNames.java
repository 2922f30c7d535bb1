package org.fpn4j.interop.naming;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fpn4j.core.graph.Parameter;

/**
 * Names of torchvision's {@code retinanet_resnet50_fpn}, {@code fcos_resnet50_fpn}, {@code fasterrcnn_resnet50_fpn} and {@code
 * maskrcnn_resnet50_fpn} with their second versions, of {@code ssd300_vgg16} and {@code
 * ssdlite320_mobilenet_v3_large}, of all versions since 0.8, and of its plain {@code
 * resnet18} to {@code resnet152} and {@code mobilenet_v3_large}, {@code mobilenet_v3_small}.
 */
public final class TorchvisionNames implements UnaryOperator<String> {
    private static final Pattern INNER =
            Pattern.compile("backbone\\.fpn\\.inner_blocks\\.(\\d{1,3})\\.(?:([01])\\.)?(\\w+)");
    private static final Pattern LAYER =
            Pattern.compile("backbone\\.fpn\\.layer_blocks\\.(\\d{1,3})\\.(?:([01])\\.)?(\\w+)");
    private static final Pattern HEAD = Pattern.compile(
            "head\\.(classification|regression)_head\\.(?:conv\\.(\\d{1,3})(?:\\.([01]))?|(\\w+))\\.(weight|bias)");
    private static final Pattern PLAIN =
            Pattern.compile("(conv1|bn1|layer[1-4]|features\\.\\d+\\.(?:\\d+|block))\\..+");

    private final List<String> laterals; // scopes of ours, finest level first
    private final List<String> outputs;
    private final boolean towersHaveNorms;
    private final TorchvisionRegionNames regions;
    private final TorchvisionSsdNames ssd;
    private final TorchvisionSsdLiteNames ssdLite;

    /** Names for the parameters of one detector. */
    public TorchvisionNames(List<Parameter> parameters) {
        laterals = LevelScopes.of(parameters, "neck.lateral.C");
        outputs = LevelScopes.of(parameters, "neck.output.P");
        towersHaveNorms =
                parameters.stream().anyMatch(parameter -> parameter.name().startsWith("head.cls_tower.0.norm."));
        regions = new TorchvisionRegionNames(parameters);
        ssd = new TorchvisionSsdNames(parameters);
        ssdLite = new TorchvisionSsdLiteNames(parameters);
    }

    /** Our name of a tensor of theirs; their own name where there is none. */
    @Override
    public String apply(String name) {
        if (name.startsWith("backbone.body.")) {
            return "backbone." + name.substring("backbone.body.".length());
        } else if (name.startsWith("backbone.fpn.extra_blocks.")) {
            return "extra_levels." + name.substring("backbone.fpn.extra_blocks.".length());
        }
        return level(INNER, name, laterals)
                .or(() -> level(LAYER, name, outputs))
                .or(() -> head(name))
                .or(() -> regions.of(name))
                .or(() -> ssd.of(name))
                .or(() -> ssdLite.of(name))
                .or(() -> PLAIN.matcher(name).matches() ? Optional.of("backbone." + name) : Optional.empty())
                .orElse(name);
    }

    private static Optional<String> level(Pattern pattern, String name, List<String> scopes) {
        Matcher matcher = pattern.matcher(name);
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) >= scopes.size()) {
            return Optional.empty();
        }
        String scope = scopes.get(Integer.parseInt(matcher.group(1)));
        return Optional.of(scope + ("1".equals(matcher.group(2)) ? ".norm." : ".") + matcher.group(3));
    }

    /**
     * A tower is {@code conv.0.0, conv.1.0 ...} since 0.13; before, and in FCOS, its convolutions, norms and activations are
     * counted together: {@code conv.0, conv.2 ...} or, with norms, {@code conv.0, conv.1, conv.3 ...}
     */
    private Optional<String> head(String name) {
        Matcher matcher = HEAD.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String leaf = matcher.group(5);
        if (matcher.group(4) != null) {
            return switch (matcher.group(4)) {
                case "cls_logits" -> Optional.of("head.cls_logits." + leaf);
                case "bbox_reg" -> Optional.of("head.box_deltas." + leaf);
                case "bbox_ctrness" -> Optional.of("head.centerness." + leaf);
                default -> Optional.empty();
            };
        }
        String tower = matcher.group(1).equals("classification") ? "head.cls_tower." : "head.box_tower.";
        int index = Integer.parseInt(matcher.group(2));
        boolean norm;
        if (matcher.group(3) != null) {
            norm = matcher.group(3).equals("1");
        } else {
            int inBlock = towersHaveNorms ? 3 : 2;
            norm = towersHaveNorms && index % inBlock == 1;
            index /= inBlock;
        }
        return Optional.of(tower + index + (norm ? ".norm." : ".") + leaf);
    }
}
