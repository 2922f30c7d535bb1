package org.fpn4j.core.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The JSON Schema (draft 2020-12) of a root record's YAML files, for editors: keys, types, defaults and, for each slot,
 * the variants by their {@code type}. A slot's block may leave {@code type} out and inherit it; it then may hold the keys
 * of any variant, for an editor does not know which one lies below.
 */
public final class ConfigSchema {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Prototypes prototypes = new Prototypes();
    private final Map<String, ObjectNode> definitions = new LinkedHashMap<>();

    private ConfigSchema() {}

    /** Generates the schema of a root record. */
    public static ObjectNode of(Class<?> root) {
        ConfigSchema schema = new ConfigSchema();
        ObjectNode node = NODES.objectNode();
        node.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        node.put("title", root.getSimpleName());
        node.setAll(schema.record(root, Prototypes.ofRecord(root), true));
        ((ObjectNode) node.get("properties"))
                .set(ConfigFiles.BASE_KEY, NODES.objectNode().put("type", "string"));
        ObjectNode defs = node.putObject("$defs");
        schema.definitions.forEach(defs::set);
        return node;
    }

    /**
     * The schema of a block.
     *
     * @param defaultsHold whether the record's own defaults hold wherever it stands; they do not for a nested record, whose
     *     parent has the last word
     */
    private ObjectNode record(Class<?> record, Optional<LocatedTree.Block> defaults, boolean defaultsHold) {
        ObjectNode node = NODES.objectNode();
        node.put("type", "object");
        ObjectNode properties = node.putObject("properties");
        ConfigType.keysOf(record).forEach((key, type) -> {
            ObjectNode property = schema(type, true);
            defaults.flatMap(block -> block.get(key))
                    .map(LocatedTree::json)
                    .filter(value -> defaultsHold)
                    .ifPresent(value -> property.set("default", value));
            properties.set(key, property);
        });
        if (defaults.isEmpty()) {
            ArrayNode required = node.putArray("required");
            properties.fieldNames().forEachRemaining(required::add);
        }
        node.put("additionalProperties", false);
        return node;
    }

    private ObjectNode schema(ConfigType type, boolean inheritsType) {
        ObjectNode node = NODES.objectNode();
        if (type instanceof ConfigType.Simple simple) {
            if (simple.raw() == String.class) {
                node.putArray("type").add("string").add("integer");
            } else {
                node.put("type", simpleName(simple.raw()));
            }
        } else if (type instanceof ConfigType.Choice choice) {
            ArrayNode values = node.putArray("enum");
            choice.constants().keySet().forEach(values::add);
        } else if (type instanceof ConfigType.ListOf list) {
            node.put("type", "array");
            node.set("items", schema(list.element(), false));
        } else if (type instanceof ConfigType.MapOf map) {
            node.put("type", "object");
            node.set("additionalProperties", schema(map.value(), false));
        } else if (type instanceof ConfigType.Nested nested) {
            reference(
                    node, nested.raw().getName(), () -> record(nested.raw(), Prototypes.ofRecord(nested.raw()), false));
        } else if (type instanceof ConfigType.Slot slot) {
            Class<?> raw = slot.raw();
            if (inheritsType) {
                reference(node, raw.getName(), () -> slot(raw, true));
            } else {
                reference(node, raw.getName() + "-element", () -> slot(raw, false));
            }
        }
        return node;
    }

    private interface Definition {
        ObjectNode make();
    }

    private void reference(ObjectNode node, String name, Definition definition) {
        node.put("$ref", "#/$defs/" + name);
        if (!definitions.containsKey(name)) {
            definitions.put(name, NODES.objectNode()); // a record may hold itself in a list
            definitions.put(name, definition.make());
        }
    }

    private ObjectNode slot(Class<?> slot, boolean inheritsType) {
        ObjectNode node = NODES.objectNode();
        ArrayNode variants = node.putArray("oneOf");
        TreeSet<String> keys = new TreeSet<>();
        prototypes.catalogue(slot).variants().forEach((name, variant) -> {
            reference(variants.addObject(), variant.prototype().getClass().getName() + "-" + name, () -> {
                ObjectNode record = record(
                        variant.prototype().getClass(), Optional.of(Prototypes.block(variant.prototype())), true);
                ObjectNode properties = NODES.objectNode();
                properties.set(ConfigType.TYPE_KEY, NODES.objectNode().put("const", name));
                properties.setAll((ObjectNode) record.get("properties"));
                record.set("properties", properties);
                record.putArray("required").add(ConfigType.TYPE_KEY);
                return record;
            });
            variant.defaults().fieldNames().forEachRemaining(keys::add);
        });
        if (inheritsType) {
            ObjectNode inherited = variants.addObject();
            inherited.put("type", "object");
            ArrayNode allowed = inherited.putObject("propertyNames").putArray("enum");
            keys.forEach(allowed::add);
        }
        return node;
    }

    private static String simpleName(Class<?> raw) {
        if (raw == boolean.class) {
            return "boolean";
        }
        return raw == int.class || raw == long.class ? "integer" : "number";
    }
}
