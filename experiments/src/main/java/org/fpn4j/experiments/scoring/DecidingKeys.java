package org.fpn4j.experiments.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.fpn4j.config.DidYouMean;
import org.fpn4j.config.LocatedTree;
import org.fpn4j.config.problem.Excerpt;
import org.fpn4j.config.problem.Problem;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.family.FoundMetric;
import org.fpn4j.evaluation.family.MetricFamilies;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Reads the metric that decides of a file: its name, or a block with {@code metric} and options of its family, which are those of
 * {@code ./fpn score} with {@code _} for {@code -}: {@code {metric: FROC, froc_iou: 0.3}}.
 */
public final class DecidingKeys {
    /** The key of the metric's name. */
    public static final String METRIC = "metric";

    private final String noun;
    private final LocatedTree tree;
    private final Problems problems;
    private final Map<String, LocatedTree> options = new LinkedHashMap<>(); // by key

    /**
     * Prepares to read.
     *
     * @param noun that messages begin with: {@code ablation decide_by}
     * @param problems takes what is wrong
     */
    public DecidingKeys(String noun, LocatedTree tree, Problems problems) {
        this.noun = noun;
        this.tree = tree;
        this.problems = problems;
    }

    /** Names of all options as keys. */
    public static List<String> keys() {
        return options().map(option -> key(option.longestName())).sorted().toList();
    }

    /** What a key says. */
    public static String description(String key) {
        return options()
                .filter(option -> option.longestName().equals(option(key)))
                .map(option -> String.join(" ", option.description()))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<OptionSpec> options() {
        return CommandSpec.forAnnotatedObject(new FamilyConventions()).options().stream();
    }

    private static String key(String option) {
        return option.replaceFirst("^--", "").replace('-', '_');
    }

    private static String option(String key) {
        return "--" + key.replace('_', '-');
    }

    /** The metric; empty where something is wrong. */
    public Optional<MetricByConvention> read() {
        LocatedTree name = tree;
        if (tree instanceof LocatedTree.Block block) {
            options.putAll(block.entries());
            name = options.remove(METRIC);
        }
        if (name == null) {
            problems.add(tree.origin().toString(), noun + " has no " + METRIC + ", such as {metric: FROC}");
            return Optional.empty();
        }
        Optional<FamilyConventions> conventions = conventions();
        if (conventions.isEmpty()) {
            return Optional.empty();
        }
        List<String> everything = MetricFamilies.usual().names();
        Problems ofOptions = new Problems();
        Optional<MetricFamilies> families = conventions.get().families(everything, ofOptions);
        String given = text(name.json());
        Optional<FoundMetric> found = families.flatMap(all -> all.metric(given, new CocoParameters()));
        if (families.isPresent() && found.isEmpty()) {
            problems.add(
                    name.origin().toString(),
                    noun + "[" + Excerpt.of(given) + "] is no metric",
                    KnownMetrics.hint(given, families.get(), new CocoParameters()));
        }
        found.ifPresent(metric -> conventions.get().families(List.of(metric.family()), ofOptions));
        ofOptions.list().forEach(this::add);
        return found.filter(metric -> ofOptions.isEmpty()).map(conventions.get()::of);
    }

    /** What the options say, each read as the command line reads it. */
    private Optional<FamilyConventions> conventions() {
        FamilyConventions all = new FamilyConventions();
        List<String> arguments = new ArrayList<>();
        boolean isFine = true;
        for (Map.Entry<String, LocatedTree> entry : options.entrySet()) {
            String argument =
                    option(entry.getKey()) + "=" + text(entry.getValue().json());
            arguments.add(argument);
            isFine &= isRead(entry.getKey(), entry.getValue(), argument);
        }
        if (isFine && !arguments.isEmpty()) {
            commandLine(all).parseArgs(arguments.toArray(new String[0]));
        }
        return isFine ? Optional.of(all) : Optional.empty();
    }

    private static CommandLine commandLine(FamilyConventions conventions) {
        return new CommandLine(conventions).setCaseInsensitiveEnumValuesAllowed(true);
    }

    private boolean isRead(String key, LocatedTree value, String argument) {
        String place = value.origin().toString();
        if (!keys().contains(key)) {
            problems.add(
                    place,
                    noun + " has an unknown key[" + Excerpt.of(key) + "]",
                    DidYouMean.hint(key, new TreeSet<>(keys()), "keys"));
            return false;
        }
        try {
            commandLine(new FamilyConventions()).parseArgs(argument);
            return true;
        } catch (ParameterException e) {
            problems.add(
                    place,
                    noun + " " + key + "[" + Excerpt.of(text(value.json()))
                            + "] cannot be read; ./fpn score --help says " + "what " + option(key) + " can be");
            return false;
        }
    }

    /** What is wrong with an option is wrong with its key. */
    private void add(Problem problem) {
        String option = problem.where().replaceFirst(" .*", "");
        String key = key(option);
        String place =
                Optional.ofNullable(options.get(key)).orElse(tree).origin().toString();
        String what = problem.what().replace("--metrics ", "metrics of ");
        for (String known : keys()) {
            what = what.replace(option(known), known);
        }
        problems.add(place, noun + " " + what, problem.hints().toArray(new String[0]));
    }

    private static String text(JsonNode json) {
        if (json.isArray()) {
            List<String> items = new ArrayList<>();
            json.forEach(item -> items.add(text(item)));
            return String.join(",", items);
        }
        return json.isTextual() ? json.asText() : json.toString();
    }
}
