package org.fpn4j.experiments.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.experiments.config.ConfigDifference;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.RunKey;

/**
 * Why two runs are not the same.
 *
 * @param parts of their keys that differ, with both values
 * @param config values that differ by path
 */
record RunDifference(Map<String, List<String>> parts, Map<String, List<String>> config) {
    private static final String CONFIG = "config";

    static RunDifference between(Path one, Path other) {
        Map<String, String> first = key(one).parts();
        Map<String, String> second = key(other).parts();
        Map<String, List<String>> parts = new LinkedHashMap<>();
        for (String name : union(first.keySet(), second.keySet())) {
            put(parts, name, first.getOrDefault(name, ""), second.getOrDefault(name, ""));
        }
        return new RunDifference(
                parts, parts.containsKey(CONFIG) ? ConfigDifference.values(config(one), config(other)) : Map.of());
    }

    private static RunKey key(Path path) {
        return new RunDirectory(path)
                .key()
                .orElseThrow(() -> new UserInputException(path.toString(), "is not the directory of a run"));
    }

    private static JsonNode config(Path path) {
        return Experiment.load(new RunDirectory(path).config(), List.of())
                .loaded()
                .decisiveTree();
    }

    private static void put(Map<String, List<String>> differences, String name, String one, String other) {
        if (!one.equals(other)) {
            differences.put(name, List.of(one, other));
        }
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> union = new LinkedHashSet<>(one);
        union.addAll(other);
        return union;
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("parts", parts);
        json.put(CONFIG, config);
        return json;
    }

    String text() {
        if (parts.isEmpty()) {
            return "Nothing that decides their results differs.";
        }
        StringBuilder text = new StringBuilder();
        parts.forEach((name, values) -> {
            text.append(name).append(": ").append(String.join(" and ", values)).append('\n');
            if (name.equals(CONFIG)) {
                config.forEach((path, both) -> text.append("    ")
                        .append(path)
                        .append(": ")
                        .append(String.join(" and ", both))
                        .append('\n'));
            }
        });
        return text.toString().stripTrailing();
    }
}
