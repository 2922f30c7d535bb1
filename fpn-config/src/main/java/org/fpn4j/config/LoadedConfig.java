package org.fpn4j.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A config that passed every check, with the place each of its values comes from. */
public final class LoadedConfig<T> {
    /** Longer values are shown, but do not widen the column for the others. */
    private static final int WIDEST_COLUMN = 40;

    private final T config;
    private final ObjectNode values;
    private final LocatedTree.Block located;
    private final Origin whole;

    LoadedConfig(T config, ObjectNode values, LocatedTree.Block located, Origin whole) {
        this.config = config;
        this.values = values;
        this.located = located;
        this.whole = whole;
    }

    /** The record. */
    public T config() {
        return config;
    }

    /** The complete config, keys in the order of the record components, {@code type} first. */
    public ObjectNode tree() {
        return values.deepCopy();
    }

    /** The complete config without the keys that are {@link NotDecisive}. */
    public ObjectNode decisiveTree() {
        ObjectNode tree = tree();
        removeNotDecisive(config, tree);
        return tree;
    }

    private static void removeNotDecisive(Object value, JsonNode tree) {
        if (value instanceof Record made) {
            for (RecordComponent component : made.getClass().getRecordComponents()) {
                String key = KeyName.ofComponent(component.getName());
                if (component.isAnnotationPresent(NotDecisive.class)) {
                    ((ObjectNode) tree).remove(key);
                } else {
                    removeNotDecisive(Records.get(component, made), tree.get(key));
                }
            }
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                removeNotDecisive(list.get(i), tree.get(i));
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> removeNotDecisive(inner, tree.get(key.toString())));
        }
    }

    /** The complete config as YAML: loading it gives the equal record. */
    public String effectiveYaml() {
        return YamlPrinter.print(values);
    }

    /**
     * Where each value comes from, by path, {@code neck.repeats} or {@code heads[0].levels}. A list of scalars is one
     * value; its elements are listed only where they come from elsewhere.
     */
    public Map<String, Origin> origins() {
        Map<String, Origin> origins = new LinkedHashMap<>();
        rows().forEach(row -> origins.put(row.path, row.origin));
        return Collections.unmodifiableMap(origins);
    }

    private record Row(String path, String value, Origin origin) {}

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        collect("", values, Optional.of(located), rows);
        return rows;
    }

    private static void collect(String path, JsonNode value, Optional<LocatedTree> tree, List<Row> rows) {
        if (value.isObject() && !value.isEmpty()) {
            value.fields().forEachRemaining(field -> {
                String child = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                collect(child, field.getValue(), tree.flatMap(parent -> parent.child(field.getKey())), rows);
            });
            return;
        }
        boolean ofContainers = false;
        for (JsonNode item : value) {
            ofContainers |= item.isContainerNode();
        }
        Origin own = origin(tree);
        if (!ofContainers) {
            rows.add(new Row(path, YamlPrinter.inline(value), own));
        }
        for (int i = 0; i < value.size(); i++) {
            int index = i;
            Optional<LocatedTree> element = tree.flatMap(list -> list.child(index));
            Origin ofElement = origin(element);
            boolean elsewhere =
                    ofElement.kind() != own.kind() || !ofElement.source().equals(own.source());
            if (ofContainers || elsewhere) {
                collect(path + "[" + i + "]", value.get(i), element, rows);
            }
        }
    }

    private static Origin origin(Optional<LocatedTree> tree) {
        return tree.map(LocatedTree::origin).orElse(Origin.DEFAULT);
    }

    /**
     * The place to name in a message about a value: where it was written, or else the nearest block around it that
     * somebody wrote, or else the file.
     *
     * @throws IllegalArgumentException if the text is not a path
     */
    public Origin originOf(String path) {
        return RecordBinder.nearest(located, ConfigPath.of(path), whole);
    }

    /** One line per value: path, value, origin. */
    public String originsText() {
        List<Row> rows = rows();
        int pathWidth = width(rows, Row::path);
        int valueWidth = width(rows, Row::value);
        StringBuilder text = new StringBuilder();
        for (Row row : rows) {
            text.append(padded(row.path, pathWidth))
                    .append("  ")
                    .append(padded(row.value, valueWidth))
                    .append("  ")
                    .append(row.origin)
                    .append('\n');
        }
        return text.toString();
    }

    private static int width(List<Row> rows, Function<Row, String> column) {
        return rows.stream()
                .mapToInt(row -> column.apply(row).length())
                .filter(length -> length <= WIDEST_COLUMN)
                .max()
                .orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
