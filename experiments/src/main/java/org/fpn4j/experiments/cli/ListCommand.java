package org.fpn4j.experiments.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fpn4j.config.Catalogue;
import org.fpn4j.config.ConfigLoader;
import org.fpn4j.engine.execution.KernelLibraries;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.family.MetricFamilies;
import org.fpn4j.evaluation.metric.MetricFamily;
import org.fpn4j.experiments.ablation.AblationKey;
import org.fpn4j.training.config.ExperimentConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./fpn list}. */
@Command(
        name = "list",
        description = "Every key of experiments and ablations and every variant, with defaults; every metric.")
final class ListCommand implements Callable<Integer> {
    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Option(names = "--markdown", description = "The table of the README.")
    private boolean markdown;

    /**
     * Some keys that stand together.
     *
     * @param block where they stand, {@code training} or {@code neck}
     * @param type the variant that they belong to; empty for those that a block always has
     * @param keys with their defaults
     */
    private record Group(String block, String type, ObjectNode keys) {}

    @Override
    public Integer call() {
        if (json) {
            printJson();
        } else if (markdown) {
            Console.results().println(markdown());
        } else {
            printText();
        }
        return 0;
    }

    /** Everything that YAML can say: an ablation's own keys, an experiment's, and those of every variant. */
    private static List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        groups.add(new Group("ablation", "", ablation()));
        ObjectNode root =
                new ConfigLoader().loadSets(ExperimentConfig.class, List.of()).tree();
        Map<String, Class<?>> slots = Catalogue.slotsOf(ExperimentConfig.class);
        ObjectNode top = JsonNodeFactory.instance.objectNode();
        List<Group> sections = new ArrayList<>();
        root.fields().forEachRemaining(field -> {
            JsonNode value = field.getValue();
            if (slots.containsKey(field.getKey())) {
                return; // its variants have the keys
            }
            if (value.isObject()) {
                sections.add(new Group(field.getKey(), "", section(field.getKey(), value, slots)));
            } else {
                top.set(field.getKey(), value);
            }
        });
        top.put("base", "");
        groups.add(new Group("experiment", "", top));
        groups.addAll(sections);
        slots.forEach((slot, type) -> Catalogue.of(type)
                .variants()
                .forEach((name, variant) -> groups.add(new Group(slot, name, variant.defaults()))));
        return groups;
    }

    /** A block's keys; of a slot among them the default type, for its variants have the keys; a list of variants as it is. */
    private static ObjectNode section(String path, JsonNode block, Map<String, Class<?>> slots) {
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        block.fields().forEachRemaining(field -> {
            JsonNode value = field.getValue();
            boolean slot = value.isObject() && slots.containsKey(path + "." + field.getKey());
            keys.set(
                    field.getKey(),
                    slot ? JsonNodeFactory.instance.objectNode().set("type", value.get("type")) : value);
        });
        return keys;
    }

    private static ObjectNode ablation() {
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        for (AblationKey key : AblationKey.values()) {
            keys.set(key.key(), key.standard());
        }
        return keys;
    }

    private static void printJson() {
        Map<String, Object> all = new LinkedHashMap<>();
        Map<String, Map<String, ObjectNode>> variants = new LinkedHashMap<>();
        for (Group group : groups()) {
            if (group.type.isEmpty()) {
                all.put(group.block, group.keys);
            } else {
                variants.computeIfAbsent(group.block, missing -> new LinkedHashMap<>())
                        .put(group.type, group.keys);
            }
        }
        Map<String, ObjectNode> kernels = new LinkedHashMap<>();
        kernels().forEach(name -> kernels.put(name, JsonNodeFactory.instance.objectNode()));
        all.putAll(variants);
        all.put("kernels", kernels);
        all.put("metrics", metrics());
        JsonOutput.printTo(Console.results(), all);
    }

    private static void printText() {
        for (Group group : groups()) {
            Console.results().println(group.type.isEmpty() ? group.block : group.block + ": " + group.type);
            group.keys.fields().forEachRemaining(field -> Console.results()
                    .println(String.format(Locale.ROOT, "  %-24s %s", field.getKey(), field.getValue())
                            .stripTrailing()));
        }
        Console.results().println("execution.kernels: " + String.join(", ", kernels()));
        metrics().forEach((family, meanings) -> {
            Console.results().println("metrics: " + family);
            meanings.forEach((metric, meaning) ->
                    Console.results().println(String.format(Locale.ROOT, "  %-24s %s", metric, meaning)));
        });
    }

    /** What each metric means, by family, as {@code --metrics} names it. */
    private static Map<String, Map<String, String>> metrics() {
        MetricFamilies families = MetricFamilies.usual();
        Map<String, Map<String, String>> metrics = new LinkedHashMap<>();
        for (MetricFamily family : families.named(families.names(), "class path")) {
            Map<String, String> meanings = new LinkedHashMap<>();
            family.metrics(new CocoParameters()).forEach(metric -> meanings.put(metric.name(), metric.meaning()));
            metrics.put(family.name(), meanings);
        }
        return metrics;
    }

    /** One row per group. */
    static String markdown() {
        StringBuilder table = new StringBuilder("| block | type | keys |\n|---|---|---|");
        for (Group group : groups()) {
            List<String> keys = new ArrayList<>();
            group.keys.fieldNames().forEachRemaining(key -> keys.add("`" + key + "`"));
            table.append("\n| ")
                    .append(group.block)
                    .append(" | ")
                    .append(group.type.isEmpty() ? "" : "`" + group.type + "`")
                    .append(" | ")
                    .append(String.join(", ", keys))
                    .append(" |");
        }
        return table.toString();
    }

    private static List<String> kernels() {
        return KernelLibraries.onClassPath().names();
    }
}
