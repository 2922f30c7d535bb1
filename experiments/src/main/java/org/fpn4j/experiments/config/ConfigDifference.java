package org.fpn4j.experiments.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fpn4j.config.LoadedConfig;
import org.fpn4j.config.Origin;
import org.fpn4j.config.problem.Problem;

/**
 * A value that two configs do not share.
 *
 * @param path of its key
 * @param one value in the first config; {@code -} where it has none
 * @param onePlace where that was written
 * @param other value in the second config
 * @param otherPlace where that was written
 */
public record ConfigDifference(String path, String one, String onePlace, String other, String otherPlace) {
    private static final String NAME = "name"; // says nothing of what is done

    /** All of two experiments, but for their names. */
    public static List<ConfigDifference> between(Experiment one, Experiment other) {
        return values(one.loaded().tree(), other.loaded().tree()).entrySet().stream()
                .filter(entry -> !entry.getKey().equals(NAME))
                .map(entry -> new ConfigDifference(
                        entry.getKey(),
                        entry.getValue().get(0),
                        place(one.loaded(), entry.getKey()),
                        entry.getValue().get(1),
                        place(other.loaded(), entry.getKey())))
                .toList();
    }

    private static String place(LoadedConfig<?> config, String path) {
        Origin written = config.origins().get(path);
        return (written == null ? config.originOf(path) : written).toString();
    }

    /** Both values of each path whose values differ. */
    public static Map<String, List<String>> values(JsonNode one, JsonNode other) {
        Map<String, List<String>> differences = new LinkedHashMap<>();
        compare("", one, other, differences);
        return Collections.unmodifiableMap(differences);
    }

    private static void compare(String path, JsonNode one, JsonNode other, Map<String, List<String>> differences) {
        if (one.isObject() && other.isObject()) {
            Set<String> keys = new LinkedHashSet<>();
            one.fieldNames().forEachRemaining(keys::add);
            other.fieldNames().forEachRemaining(keys::add);
            keys.forEach(key ->
                    compare(path.isEmpty() ? key : path + "." + key, one.path(key), other.path(key), differences));
        } else if (!one.equals(other)) {
            differences.put(path, List.of(shown(one), shown(other)));
        }
    }

    private static String shown(JsonNode value) {
        return value instanceof MissingNode ? "-" : value.isTextual() ? value.asText() : value.toString();
    }

    /** The place of the second value, and what the first is. */
    public Problem problem() {
        return Problem.of(otherPlace, path + "[" + other + "] is [" + one + "] in the other config: " + onePlace);
    }

    @Override
    public String toString() {
        return path + ": " + one + " (" + onePlace + ") and " + other + " (" + otherPlace + ")";
    }
}
