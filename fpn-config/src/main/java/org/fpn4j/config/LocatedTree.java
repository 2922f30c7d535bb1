package org.fpn4j.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Config values together with the place each was written at. Immutable; keys keep their order. */
public sealed interface LocatedTree {
    /** Where the key of this value stands; for a list element, where the value stands. */
    Origin origin();

    /** The values alone. */
    JsonNode json();

    /**
     * Text, number, truth value or null.
     *
     * @param place where the value itself stands
     */
    record Scalar(JsonNode json, Origin origin, Origin place) implements LocatedTree {}

    /** Keys and values. */
    record Block(Map<String, LocatedTree> entries, Origin origin) implements LocatedTree {
        public Block {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        /** What stands at a key; empty where nothing does. */
        public Optional<LocatedTree> get(String key) {
            return Optional.ofNullable(entries.get(key));
        }

        /** The same with a key added or replaced. */
        public Block with(String key, LocatedTree value) {
            Map<String, LocatedTree> changed = new LinkedHashMap<>(entries);
            changed.put(key, value);
            return new Block(changed, origin);
        }

        /** The same without a key. */
        public Block without(String key) {
            Map<String, LocatedTree> changed = new LinkedHashMap<>(entries);
            changed.remove(key);
            return new Block(changed, origin);
        }

        @Override
        public ObjectNode json() {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            entries.forEach((key, value) -> node.set(key, value.json()));
            return node;
        }
    }

    /** A list. */
    record Items(List<LocatedTree> items, Origin origin) implements LocatedTree {
        public Items {
            items = List.copyOf(items);
        }

        Items with(int index, LocatedTree value) {
            List<LocatedTree> changed = new ArrayList<>(items);
            changed.set(index, value);
            return new Items(changed, origin);
        }

        @Override
        public ArrayNode json() {
            ArrayNode node = JsonNodeFactory.instance.arrayNode();
            items.forEach(item -> node.add(item.json()));
            return node;
        }
    }

    /** Gives every value of a tree the same origin. */
    static LocatedTree of(Origin origin, JsonNode json) {
        if (json.isObject()) {
            Map<String, LocatedTree> entries = new LinkedHashMap<>();
            json.fields().forEachRemaining(field -> entries.put(field.getKey(), of(origin, field.getValue())));
            return new Block(entries, origin);
        }
        if (json.isArray()) {
            List<LocatedTree> items = new ArrayList<>();
            json.forEach(item -> items.add(of(origin, item)));
            return new Items(items, origin);
        }
        return new Scalar(json, origin, origin);
    }

    /**
     * The part of the tree at a path such as {@code axes.neck[0]}, positions kept.
     *
     * @throws IllegalArgumentException if the text is not a path
     */
    default Optional<LocatedTree> at(String path) {
        Optional<LocatedTree> found = Optional.of(this);
        for (ConfigPath.Step step : ConfigPath.of(path).steps()) {
            found = found.flatMap(tree -> step.isIndex() ? tree.child(step.index()) : tree.child(step.key()));
        }
        return found;
    }

    /** The value at a key, empty if this is no map or has no such key. */
    default Optional<LocatedTree> child(String key) {
        return this instanceof Block block ? block.get(key) : Optional.empty();
    }

    /** The element at a position from 0, empty if this is no list or is shorter. */
    default Optional<LocatedTree> child(int index) {
        return this instanceof Items list && index < list.items().size()
                ? Optional.of(list.items().get(index))
                : Optional.empty();
    }
}
