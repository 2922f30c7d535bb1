package org.fpn4j.core.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    public T config() {
        return config;
    }

    /** The complete config, keys in the order of the record components, {@code type} first. */
    public ObjectNode tree() {
        return values.deepCopy();
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
        collect("", values, origins);
        return Collections.unmodifiableMap(origins);
    }

    private void collect(String path, JsonNode value, Map<String, Origin> origins) {
        if (value.isObject() && !value.isEmpty()) {
            value.fields().forEachRemaining(field -> {
                String child = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                collect(child, field.getValue(), origins);
            });
            return;
        }
        boolean ofContainers = false;
        for (JsonNode item : value) {
            ofContainers |= item.isContainerNode();
        }
        Origin own = exactOrigin(path);
        if (!ofContainers) {
            origins.put(path, own);
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            String element = path + "[" + i + "]";
            Origin ofElement = exactOrigin(element);
            boolean elsewhere =
                    ofElement.kind() != own.kind() || !ofElement.source().equals(own.source());
            if (ofContainers || elsewhere) {
                collect(element, value.get(i), origins);
            }
        }
    }

    private Origin exactOrigin(String path) {
        return located.at(path).map(LocatedTree::origin).orElse(Origin.DEFAULT);
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
        List<List<String>> rows = new ArrayList<>();
        origins()
                .forEach((path, origin) ->
                        rows.add(List.of(path, YamlPrinter.inline(valueAt(path)), origin.toString())));
        int pathWidth = width(rows, 0);
        int valueWidth = width(rows, 1);
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            text.append(padded(row.get(0), pathWidth))
                    .append("  ")
                    .append(padded(row.get(1), valueWidth))
                    .append("  ")
                    .append(row.get(2))
                    .append('\n');
        }
        return text.toString();
    }

    private JsonNode valueAt(String path) {
        return LocatedTree.of(Origin.DEFAULT, values)
                .at(path)
                .map(LocatedTree::json)
                .orElseThrow();
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream()
                .mapToInt(row -> row.get(column).length())
                .filter(length -> length <= WIDEST_COLUMN)
                .max()
                .orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
