package org.fpn4j.interop.naming;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.fpn4j.core.graph.Parameter;

/**
 * Names of an {@code EfficientDet} of effdet (rwightman/efficientdet-pytorch): its EfficientNet or ResNet, BiFPN and heads.
 *
 * <pre>
 * fpn.resample.3.conv.*                             neck.input.P6.*
 * fpn.cell.0.fnode.1.combine.edge_weights           neck.cell0.P5_td.fusion
 * fpn.cell.0.fnode.1.combine.resample.2.conv.*      neck.cell0.P5_td.P5_in.*
 * fpn.cell.0.fnode.1.after_combine.conv.conv_dw.*   neck.cell0.P5_td.depthwise.*
 * class_net.conv_rep.0.conv_pw.*                    head.cls_tower.0.pointwise.*
 * class_net.bn_rep.0.2.bn.*                         head.cls_tower.0.norm.P5.*
 * box_net.predict.conv_dw.weight                    head.box_deltas.depthwise.weight
 * </pre>
 *
 * <p>A cell's maps are numbered from 0: first the levels that come in, finest first, then its nodes in their order. {@code
 * resample.2} is thus the third level, {@code resample.5} the first node of a cell with five levels. Nodes and the inputs of
 * each node have the same order there and here, so fusion weights need no sorting. A cell of another topology than BiFPN's
 * gets no names, because the numbers would lead to other nodes.
 *
 * <p>Differs: models trained in PyTorch (all but {@code tf_*}) need {@code pool_padding: symmetric}, the others {@code
 * redundant_bias: true}. Some of them ({@code cspresdet50}, {@code efficientdetv2_*}) resize bilinearly, which BiFPN here does
 * not. Rows of the box predictor are ordered y, x, height, width there.
 */
public final class EffdetNames implements UnaryOperator<String> {
    private static final Pattern OUR_NODE = Pattern.compile("neck\\.cell0\\.(P(\\d+)_(?:td|out))\\..+");
    private static final Pattern RESAMPLE = Pattern.compile("fpn\\.resample\\.(\\d{1,3})\\.conv\\.(conv|bn)\\.(\\w+)");
    private static final Pattern NODE = Pattern.compile("fpn\\.cell\\.(\\d{1,3})\\.fnode\\.(\\d{1,3})\\.(.+)");
    private static final Pattern EDGE = Pattern.compile("combine\\.resample\\.(\\d{1,3})\\.conv\\.(conv|bn)\\.(\\w+)");
    private static final Pattern CONVOLUTION =
            Pattern.compile("after_combine\\.conv\\.(conv_dw|conv_pw|conv|bn)\\.(\\w+)");
    private static final Pattern TOWER =
            Pattern.compile("(class|box)_net\\.conv_rep\\.(\\d{1,3})\\.conv_(dw|pw)\\.(weight|bias)");
    private static final Pattern NORM =
            Pattern.compile("(class|box)_net\\.bn_rep\\.(\\d{1,3})\\.(\\d{1,3})\\.bn\\.(\\w+)");
    private static final Pattern PREDICTOR =
            Pattern.compile("(class|box)_net\\.predict\\.conv_(dw|pw)\\.(weight|bias)");
    private static final String BACKBONE = "backbone.";

    /** A tensor that every ResNet has, and one that every EfficientNet has: both have a {@code bn1}. */
    private static final List<String> STEMS = List.of("backbone.conv1.weight", "backbone.conv_stem.weight");

    private final boolean sameBackbone;
    private final int finest;
    private final int levels;
    private final List<String> nodes;
    private final List<String> norms; // names of the levels whose norms the head has, finest first

    /**
     * Names for the parameters of one detector.
     *
     * @param parameters the detector's
     * @param theirs all names of the file, which tell whether its backbone is of the detector's kind
     */
    public EffdetNames(List<Parameter> parameters, Set<String> theirs) {
        Set<String> found = new LinkedHashSet<>();
        TreeSet<Integer> numbers = new TreeSet<>();
        for (Parameter parameter : parameters) {
            Matcher matcher = OUR_NODE.matcher(parameter.name());
            if (matcher.matches()) {
                found.add(matcher.group(1));
                numbers.add(Integer.parseInt(matcher.group(2)));
            }
        }
        Set<String> ours = parameters.stream().map(Parameter::name).collect(Collectors.toSet());
        sameBackbone = STEMS.stream().anyMatch(stem -> theirs.contains(stem) && ours.contains(stem));
        norms = LevelScopes.of(parameters, "head.cls_tower.0.norm.P").stream()
                .map(scope -> scope.substring(scope.lastIndexOf('.') + 1))
                .toList();
        finest = numbers.isEmpty() ? 0 : numbers.first();
        levels = numbers.isEmpty() ? 0 : numbers.last() - finest + 1;
        nodes = List.copyOf(found).equals(bifpn(finest, levels)) ? List.copyOf(found) : List.of();
    }

    /** The nodes of a BiFPN cell: down to the finest level, then up to the coarsest. */
    private static List<String> bifpn(int finest, int levels) {
        List<String> nodes = new ArrayList<>();
        for (int level = finest + levels - 2; level > finest; level--) {
            nodes.add("P" + level + "_td");
        }
        for (int level = finest; level < finest + levels; level++) {
            nodes.add("P" + level + "_out");
        }
        return nodes;
    }

    /** Our name of a tensor of theirs; their own name where there is none. */
    @Override
    public String apply(String name) {
        if (name.startsWith(BACKBONE)) {
            return sameBackbone ? name : "effdet." + name;
        }
        return resample(name)
                .or(() -> node(name))
                .or(() -> tower(name))
                .or(() -> norm(name))
                .or(() -> predictor(name))
                .orElse(name);
    }

    private static Optional<String> tower(String name) {
        Matcher matcher = TOWER.matcher(name);
        return matcher.matches()
                ? Optional.of(tower(matcher.group(1), matcher.group(2)) + part(matcher.group(3)) + matcher.group(4))
                : Optional.empty();
    }

    private Optional<String> norm(String name) {
        Matcher matcher = NORM.matcher(name);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) >= norms.size()) {
            return Optional.empty();
        }
        String level = norms.get(Integer.parseInt(matcher.group(3)));
        return Optional.of(tower(matcher.group(1), matcher.group(2)) + ".norm." + level + "." + matcher.group(4));
    }

    private static Optional<String> predictor(String name) {
        Matcher matcher = PREDICTOR.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String scope = matcher.group(1).equals("class") ? "head.cls_logits" : "head.box_deltas";
        return Optional.of(scope + part(matcher.group(2)) + matcher.group(3));
    }

    private static String tower(String net, String layer) {
        return (net.equals("class") ? "head.cls_tower." : "head.box_tower.") + layer;
    }

    private static String part(String kind) {
        return kind.equals("dw") ? ".depthwise." : ".pointwise.";
    }

    private Optional<String> resample(String name) {
        Matcher matcher = RESAMPLE.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int level = finest + Integer.parseInt(matcher.group(1));
        return Optional.of("neck.input.P" + level + leaf(matcher.group(2), matcher.group(3)));
    }

    private Optional<String> node(String name) {
        Matcher matcher = NODE.matcher(name);
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) >= nodes.size()) {
            return Optional.empty();
        }
        String scope = "neck.cell" + matcher.group(1) + "." + nodes.get(Integer.parseInt(matcher.group(2)));
        String rest = matcher.group(3);
        if (rest.equals("combine.edge_weights")) {
            return Optional.of(scope + ".fusion");
        }
        Matcher edge = EDGE.matcher(rest);
        if (edge.matches()) {
            return map(Integer.parseInt(edge.group(1)))
                    .map(map -> scope + "." + map + leaf(edge.group(2), edge.group(3)));
        }
        Matcher convolution = CONVOLUTION.matcher(rest);
        if (!convolution.matches()) {
            return Optional.empty();
        }
        return Optional.of(scope
                + switch (convolution.group(1)) {
                    case "conv_dw" -> ".depthwise.";
                    case "conv_pw" -> ".pointwise.";
                    case "conv" -> ".conv.";
                    default -> ".norm.";
                }
                + convolution.group(2));
    }

    /** The map that has a number in a cell. */
    private Optional<String> map(int number) {
        if (number < levels) {
            return Optional.of("P" + (finest + number) + "_in");
        }
        return number < levels + nodes.size() ? Optional.of(nodes.get(number - levels)) : Optional.empty();
    }

    private static String leaf(String module, String leaf) {
        return (module.equals("bn") ? ".norm." : ".") + leaf;
    }
}
