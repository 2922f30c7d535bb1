package org.fpn4j.experiments.illustration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.experiments.report.ConfigDifference;

/** Where the configs of variants differ, key by key, whoever set the keys. */
public final class ConfigDifferences {
    private static final String NOTHING = "\u2013";

    private ConfigDifferences() {}

    /**
     * The keys that not all share, in the order of the first config that has them.
     *
     * @param configs effective ones, one for each variant
     */
    public static List<ConfigDifference> between(List<JsonNode> configs) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (int variant = 0; variant < configs.size(); variant++) {
            Map<String, String> flat = new LinkedHashMap<>();
            flatten("", configs.get(variant), flat);
            for (Map.Entry<String, String> entry : flat.entrySet()) {
                values.computeIfAbsent(entry.getKey(), key -> absent(configs.size()))
                        .set(variant, entry.getValue());
            }
        }
        return values.entrySet().stream()
                .filter(entry -> entry.getValue().stream().distinct().count() > 1)
                .map(entry -> new ConfigDifference(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static List<String> absent(int variants) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < variants; i++) {
            values.add(NOTHING);
        }
        return values;
    }

    /** Lists are values. */
    private static void flatten(String path, JsonNode node, Map<String, String> flat) {
        if (!node.isObject()) {
            flat.put(path, node.isTextual() ? node.textValue() : node.toString());
            return;
        }
        node.fields()
                .forEachRemaining(field ->
                        flatten(path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), flat));
    }
}
