package org.fpn4j.experiments.ablation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fpn4j.config.LocatedTree;

/** Variants as a file names them: by their label as in tables, or by a label for each axis. */
final class VariantNames {
    private VariantNames() {}

    /** The variant that is meant; empty where there is none. */
    static Optional<Map<String, String>> named(List<Map<String, String>> variants, LocatedTree tree) {
        if (tree instanceof LocatedTree.Block block) {
            Map<String, String> labels = new LinkedHashMap<>();
            block.entries().forEach((axis, label) -> labels.put(axis, text(label.json())));
            return variants.stream().filter(labels::equals).findFirst();
        }
        String label = text(tree.json());
        return variants.stream()
                .filter(variant -> Comparing.label(variant).equals(label))
                .findFirst();
    }

    /** What there is. */
    static String hint(List<Map<String, String>> variants) {
        return "variants: "
                + variants.stream()
                        .map(variant -> "[" + Comparing.label(variant) + "]")
                        .collect(Collectors.joining(", "));
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toString();
    }
}
