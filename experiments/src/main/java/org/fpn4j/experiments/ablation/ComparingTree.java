package org.fpn4j.experiments.ablation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fpn4j.config.LocatedTree;
import org.fpn4j.config.problem.Excerpt;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.statistics.Looks;
import org.fpn4j.experiments.scoring.DecidingKeys;
import org.fpn4j.experiments.scoring.MetricByConvention;

/** Reads what an ablation file asks of its variants, noting everything that is wrong. */
final class ComparingTree {
    private static final Pattern MARGIN = Pattern.compile("(\\d*\\.?\\d+)\\s*(\\p{L}.*)");

    private final LocatedTree.Block root;
    private final List<Map<String, String>> variants;
    private final Problems problems;

    /**
     * Prepares to read.
     *
     * @param root the file
     * @param variants all, the one of each axis' first value first
     * @param problems takes what is wrong
     */
    ComparingTree(LocatedTree.Block root, List<Map<String, String>> variants, Problems problems) {
        this.root = root;
        this.variants = List.copyOf(variants);
        this.problems = problems;
    }

    /** The keys' values; of a wrong one what holds without it. */
    Comparing read(int seeds) {
        Map<String, String> first = variants.isEmpty() ? Map.of() : variants.get(0); // without axes, which is told
        Map<String, String> baseline = root.get(AblationKey.BASELINE.key())
                .flatMap(tree -> variant(AblationKey.BASELINE, tree))
                .orElse(first);
        List<Map<String, String>> others = new ArrayList<>(variants);
        others.remove(baseline);
        List<Map<String, String>> compared = compared(baseline, others);
        MetricByConvention decideBy = decideBy();
        return new Comparing(baseline, compared, decideBy, margin(decideBy.metric()), looks(seeds));
    }

    private List<Map<String, String>> compared(Map<String, String> baseline, List<Map<String, String>> others) {
        Optional<LocatedTree> tree = root.get(AblationKey.COMPARE.key());
        if (tree.isEmpty()) {
            return others;
        }
        if (!(tree.get() instanceof LocatedTree.Items items) || items.items().isEmpty()) {
            wrong(AblationKey.COMPARE, tree.get(), "must be a list of variants; without the key all are compared");
            return others;
        }
        List<Map<String, String>> compared = new ArrayList<>();
        for (LocatedTree item : items.items()) {
            variant(AblationKey.COMPARE, item).ifPresent(variant -> {
                if (variant.equals(baseline)) {
                    wrong(AblationKey.COMPARE, item, "is the baseline, which cannot be compared with itself");
                } else if (compared.contains(variant)) {
                    wrong(AblationKey.COMPARE, item, "is there twice");
                } else {
                    compared.add(variant);
                }
            });
        }
        return compared;
    }

    private Optional<Map<String, String>> variant(AblationKey key, LocatedTree tree) {
        Optional<Map<String, String>> found = VariantNames.named(variants, tree);
        if (found.isEmpty() && !variants.isEmpty()) {
            wrong(key, tree, "is no variant", VariantNames.hint(variants));
        }
        return found;
    }

    private MetricByConvention decideBy() {
        return root.get(AblationKey.DECIDE_BY.key())
                .flatMap(tree -> new DecidingKeys("ablation " + AblationKey.DECIDE_BY.key(), tree, problems).read())
                .orElseGet(() -> MetricByConvention.usual(Metrics.DECISIVE));
    }

    private OptionalDouble margin(Metric decideBy) {
        Optional<LocatedTree> tree = root.get(AblationKey.MARGIN.key());
        if (tree.isEmpty()) {
            return OptionalDouble.empty();
        }
        String text = text(tree.get().json());
        Matcher parts = MARGIN.matcher(text);
        String example = "0.01 " + decideBy.name();
        if (!parts.matches()) {
            wrong(
                    AblationKey.MARGIN,
                    tree.get(),
                    tree.get().json().isNumber()
                            ? "has no unit, which is the metric that decides: " + text + " " + decideBy.name()
                            : "must be a number above 0 and the metric that decides, such as " + example);
            return OptionalDouble.empty();
        }
        double margin = Double.parseDouble(parts.group(1));
        if (!parts.group(2).strip().equalsIgnoreCase(decideBy.name())) {
            wrong(
                    AblationKey.MARGIN,
                    tree.get(),
                    "must be of the metric that decides, " + decideBy.name() + ", such as " + example);
            return OptionalDouble.empty();
        }
        if (!(margin > 0 && margin <= decideBy.largest())) {
            wrong(
                    AblationKey.MARGIN,
                    tree.get(),
                    "must be above 0 and at most the largest value of " + decideBy.name());
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(margin);
    }

    private Optional<Looks> looks(int seeds) {
        Optional<LocatedTree> tree = root.get(AblationKey.LOOKS.key());
        if (tree.isEmpty()) {
            return Optional.empty();
        }
        List<Integer> looks = new ArrayList<>();
        boolean grow = tree.get().json().isArray() && !tree.get().json().isEmpty();
        int last = 1;
        for (JsonNode look : tree.get().json()) {
            grow &= look.isInt() && look.asInt() > last;
            last = look.asInt();
            looks.add(last);
        }
        if (!grow) {
            wrong(AblationKey.LOOKS, tree.get(), "must be numbers of seeds that grow, from 2 on, such as [3, 6, 12]");
            return Optional.empty();
        }
        if (!looks.contains(seeds)) {
            wrong(
                    AblationKey.LOOKS,
                    tree.get(),
                    "has no look at [" + seeds + "] seeds, which is how many there are",
                    "seeds may grow from one look to the next");
            return Optional.empty();
        }
        return Optional.of(new Looks(looks));
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toString();
    }

    private void wrong(AblationKey key, LocatedTree tree, String what, String... hints) {
        problems.add(
                tree.origin().toString(),
                "ablation " + key.key() + "[" + Excerpt.of(text(tree.json())) + "] " + what,
                hints);
    }
}
