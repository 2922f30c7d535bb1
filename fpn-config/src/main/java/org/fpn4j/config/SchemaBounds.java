package org.fpn4j.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fpn4j.config.problem.Bounds;
import org.fpn4j.config.problem.Range;

/** What a component declares of its values, in the words of JSON Schema. */
final class SchemaBounds {
    private SchemaBounds() {}

    /** A number, truth value or text. */
    static ObjectNode scalar(Class<?> type, Bounds bounds) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (type == String.class) {
            node.putArray("type").add("string").add("integer");
            return node;
        }
        if (type == boolean.class) {
            return node.put("type", "boolean");
        }
        boolean whole = type == int.class || type == long.class;
        node.put("type", whole ? "integer" : "number");
        bounds.choice().ifPresent(choice -> {
            ArrayNode values = node.putArray("enum");
            for (int value : choice.value()) {
                values.add(value);
            }
        });
        bounds.range().ifPresent(range -> range(node, range, whole));
        return node;
    }

    private static void range(ObjectNode node, Range range, boolean whole) {
        number(node, range.aboveMin() ? "exclusiveMinimum" : "minimum", range.min(), whole);
        number(node, range.belowMax() ? "exclusiveMaximum" : "maximum", range.max(), whole);
    }

    private static void number(ObjectNode node, String keyword, double value, boolean whole) {
        if (whole || (value == Math.rint(value) && Math.abs(value) <= Range.EXACT)) {
            node.put(keyword, (long) value);
        } else {
            node.put(keyword, value);
        }
    }

    /**
     * How many elements.
     *
     * @param noun {@code Items} or {@code Properties}
     */
    static void count(ObjectNode node, String noun, Bounds bounds) {
        bounds.count().ifPresent(count -> {
            if (count.min() > 0) {
                node.put("min" + noun, count.min());
            }
            node.put("max" + noun, count.max());
        });
    }
}
