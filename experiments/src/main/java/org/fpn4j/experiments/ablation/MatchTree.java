package org.fpn4j.experiments.ablation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fpn4j.config.LocatedTree;
import org.fpn4j.config.OverrideLayer;
import org.fpn4j.config.problem.Excerpt;
import org.fpn4j.config.problem.Problems;

/** Reads what variants of an ablation are to have equally much of, noting everything that is wrong. */
final class MatchTree {
    private static final String WHAT = "what";
    private static final String SCOPE = "scope";
    private static final String OF = "of";
    private static final String BY = "by";
    private static final String MULTIPLE_OF = "multiple_of";
    private static final String TOLERANCE = "tolerance";
    private static final Set<String> KEYS = new TreeSet<>(List.of(WHAT, SCOPE, OF, BY, MULTIPLE_OF, TOLERANCE));
    private static final String USUAL_NUMBER = "neck.out_channels";
    private static final double USUAL_TOLERANCE = 0.01;
    static final int LARGEST_MULTIPLE = 4096;

    private final LocatedTree.Block block;
    private final List<Map<String, String>> variants;
    private final Problems problems;

    private MatchTree(LocatedTree.Block block, List<Map<String, String>> variants, Problems problems) {
        this.block = block;
        this.variants = List.copyOf(variants);
        this.problems = problems;
    }

    /**
     * The key's value; empty where it is not there.
     *
     * @param baseline that stays as it is where nothing else is said
     */
    static Optional<Match> read(
            LocatedTree.Block root,
            List<Map<String, String>> variants,
            Map<String, String> baseline,
            Problems problems) {
        Optional<LocatedTree> tree = root.get(AblationKey.MATCH.key());
        if (tree.isEmpty()) {
            return Optional.empty();
        }
        if (!(tree.get() instanceof LocatedTree.Block block)) {
            problems.add(
                    tree.get().origin().toString(),
                    "ablation match[" + Excerpt.of(tree.get().json().toString()) + "] must be a map",
                    "such as {what: macs, by: neck.out_channels}");
            return Optional.empty();
        }
        return Optional.of(new MatchTree(block, variants, problems).match(baseline));
    }

    private Match match(Map<String, String> baseline) {
        block.entries().forEach((key, value) -> {
            if (!KEYS.contains(key)) {
                problems.add(
                        value.origin().toString(),
                        "unknown key [" + key + "] in match",
                        "known keys: " + String.join(", ", KEYS));
            }
        });
        return new Match(
                choice(WHAT, Match.What.class, Match.What.MACS),
                choice(SCOPE, Match.Scope.class, Match.Scope.DETECTOR),
                of(baseline),
                by(),
                multipleOf(),
                tolerance());
    }

    private <E extends Enum<E>> E choice(String key, Class<E> kind, E usual) {
        Optional<LocatedTree> tree = block.get(key);
        if (tree.isEmpty()) {
            return usual;
        }
        Optional<E> named = Arrays.stream(kind.getEnumConstants())
                .filter(value -> value.name()
                        .toLowerCase(Locale.ROOT)
                        .equals(tree.get().json().asText()))
                .findFirst();
        if (named.isEmpty()) {
            wrong(
                    key,
                    tree.get(),
                    "must be "
                            + Arrays.stream(kind.getEnumConstants())
                                    .map(value -> value.name().toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(" or ")));
        }
        return named.orElse(usual);
    }

    private Map<String, String> of(Map<String, String> baseline) {
        return block.get(OF)
                .flatMap(tree -> VariantNames.named(variants, tree).or(() -> {
                    wrong(OF, tree, "is no variant", VariantNames.hint(variants));
                    return Optional.empty();
                }))
                .orElse(baseline);
    }

    private String by() {
        Optional<LocatedTree> tree = block.get(BY);
        if (tree.isEmpty()) {
            return USUAL_NUMBER;
        }
        String path = tree.get().json().asText();
        if (path.isEmpty() || !OverrideLayer.isPath(path)) {
            wrong(BY, tree.get(), "must be the path of a whole number in the config, such as " + USUAL_NUMBER);
            return USUAL_NUMBER;
        }
        return path;
    }

    private int multipleOf() {
        Optional<LocatedTree> tree = block.get(MULTIPLE_OF);
        JsonNode value = tree.map(LocatedTree::json).orElse(null);
        if (value != null && (!value.isInt() || value.asInt() < 1 || value.asInt() > LARGEST_MULTIPLE)) {
            wrong(MULTIPLE_OF, tree.get(), "must be an integer between 1 and " + LARGEST_MULTIPLE);
            return 1;
        }
        return value == null ? 1 : value.asInt();
    }

    private double tolerance() {
        Optional<LocatedTree> tree = block.get(TOLERANCE);
        JsonNode value = tree.map(LocatedTree::json).orElse(null);
        if (value != null && !(value.isNumber() && value.asDouble() > 0 && value.asDouble() < 1)) {
            wrong(TOLERANCE, tree.get(), "must be above 0 and below 1, such as " + USUAL_TOLERANCE);
            return USUAL_TOLERANCE;
        }
        return value == null ? USUAL_TOLERANCE : value.asDouble();
    }

    private void wrong(String key, LocatedTree tree, String what, String... hints) {
        problems.add(
                tree.origin().toString(),
                "ablation match." + key + "["
                        + Excerpt.of(
                                tree.json().isTextual()
                                        ? tree.json().asText()
                                        : tree.json().toString()) + "] " + what,
                hints);
    }
}
