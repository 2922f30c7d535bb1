package org.fpn4j.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Default values as trees: what no-arg constructors make of records and variants, every value of origin default. */
final class Prototypes {
    private final Map<Class<?>, Catalogue> catalogues = new ConcurrentHashMap<>();

    Catalogue catalogue(Class<?> slot) {
        Catalogue known = catalogues.get(slot);
        if (known != null) {
            return known;
        }
        Catalogue found = Catalogue.of(slot);
        catalogues.put(slot, found);
        return found;
    }

    /** A variant's defaults, {@code type} first; empty if the slot has no such variant. */
    Optional<LocatedTree.Block> ofVariant(Class<?> slot, String type) {
        return catalogue(slot).variant(type).map(variant ->
                (LocatedTree.Block) tree(new ConfigType.Slot(slot), variant.prototype()));
    }

    /** A record's defaults; empty if it has no no-arg constructor. */
    static Optional<LocatedTree.Block> ofRecord(Class<?> record) {
        return Records.prototype(record).map(prototype -> block((Record) prototype));
    }

    /** The keys and values of a record, without {@code type}. */
    static LocatedTree.Block block(Record record) {
        Map<String, LocatedTree> entries = new LinkedHashMap<>();
        Map<String, ConfigType> types = ConfigType.keysOf(record.getClass());
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            String key = KeyName.ofComponent(component.getName());
            entries.put(key, tree(types.get(key), Records.get(component, record)));
        }
        return new LocatedTree.Block(entries, Origin.DEFAULT);
    }

    static LocatedTree tree(ConfigType type, Object value) {
        if (type instanceof ConfigType.Nested) {
            return block((Record) value);
        }
        if (type instanceof ConfigType.Slot) {
            if (!(value instanceof Record variant)) {
                throw new IllegalStateException(value.getClass().getName() + " is not a record");
            }
            Map<String, LocatedTree> entries = new LinkedHashMap<>();
            entries.put(ConfigType.TYPE_KEY, scalar(TextNode.valueOf(Catalogue.nameOf(variant))));
            entries.putAll(block(variant).entries());
            return new LocatedTree.Block(entries, Origin.DEFAULT);
        }
        if (type instanceof ConfigType.ListOf list) {
            List<LocatedTree> items = new ArrayList<>();
            ((List<?>) value).forEach(item -> items.add(tree(list.element(), item)));
            return new LocatedTree.Items(items, Origin.DEFAULT);
        }
        if (type instanceof ConfigType.MapOf map) {
            Map<String, LocatedTree> entries = new LinkedHashMap<>();
            ((Map<?, ?>) value).forEach((key, item) -> entries.put((String) key, tree(map.value(), item)));
            return new LocatedTree.Block(entries, Origin.DEFAULT);
        }
        return scalar(json(value));
    }

    private static LocatedTree scalar(JsonNode json) {
        return new LocatedTree.Scalar(json, Origin.DEFAULT, Origin.DEFAULT);
    }

    private static JsonNode json(Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value instanceof Integer number) {
            return nodes.numberNode(number.intValue());
        }
        if (value instanceof Long number) {
            return nodes.numberNode(number.longValue());
        }
        if (value instanceof Float number) {
            return nodes.numberNode(finite(number).floatValue());
        }
        if (value instanceof Double number) {
            return nodes.numberNode(finite(number).doubleValue());
        }
        if (value instanceof Boolean truth) {
            return nodes.booleanNode(truth);
        }
        return TextNode.valueOf(value instanceof Enum<?> constant ? KeyName.ofConstant(constant) : (String) value);
    }

    private static Number finite(Number number) {
        if (!Double.isFinite(number.doubleValue())) {
            throw new IllegalStateException("a config cannot hold the number [" + number + "]");
        }
        return number;
    }
}
