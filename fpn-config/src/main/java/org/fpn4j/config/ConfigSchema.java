package org.fpn4j.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.fpn4j.config.problem.Bounds;

/**
 * JSON Schema (draft-07, which editors understand best) of config files: keys with their descriptions ({@link Javadocs}),
 * types, bounds ({@link Bounds}) and defaults, and for each slot the keys that belong to the {@code type} that its block
 * names. A block that names none has the type of the files below, which an editor does not read: it may then hold the keys
 * of any variant, each with a value that some variant takes.
 *
 * <p>Rules between several values stand in constructors and in no schema.
 */
public final class ConfigSchema {
    /** The dialect that documents name. */
    public static final String DIALECT = "http://json-schema.org/draft-07/schema#";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String REFERENCE = "$ref";
    private static final String PROPERTIES = "properties";
    private static final String DEFINITIONS = "#/definitions/";

    private final Prototypes prototypes = new Prototypes();
    private final Map<String, ObjectNode> definitions = new TreeMap<>();

    /** A document for files of a root record. */
    public static ObjectNode of(Class<?> root) {
        ConfigSchema schema = new ConfigSchema();
        ObjectNode document = NODES.objectNode();
        document.put("$schema", DIALECT);
        document.put("title", root.getSimpleName());
        document.setAll(schema.file(root));
        document.set("definitions", schema.definitions());
        return document;
    }

    /** A file of a root record: its keys and {@code base}. */
    public ObjectNode file(Class<?> root) {
        ObjectNode file = rootRecord(root);
        ((ObjectNode) file.get(PROPERTIES))
                .putObject(ConfigFiles.BASE_KEY)
                .put("description", "a file of the same kind that this one changes, relative to this one")
                .put("type", "string");
        return file;
    }

    /** A part of such a file, without {@code base}, as a definition. */
    public ObjectNode part(Class<?> root) {
        return reference(root.getSimpleName(), () -> rootRecord(root));
    }

    /** Everything that is referred to. */
    public ObjectNode definitions() {
        ObjectNode node = NODES.objectNode();
        definitions.forEach(node::set);
        return node;
    }

    /**
     * Every place in such a file that has a value, {@code neck.norm.epsilon}, with the schema of its values: of several
     * variants' keys any.
     */
    public Map<String, ObjectNode> paths(Class<?> root) {
        Map<String, Set<String>> found = new LinkedHashMap<>();
        String pointer = part(root).get(REFERENCE).textValue();
        ConfigType.keysOf(root).forEach((key, type) -> collect(key, pointer + "/properties/" + key, type, found));
        Map<String, ObjectNode> paths = new LinkedHashMap<>();
        found.forEach((path, pointers) -> paths.put(path, anyOf(pointers)));
        return paths;
    }

    private void collect(String path, String pointer, ConfigType type, Map<String, Set<String>> found) {
        found.computeIfAbsent(path, missing -> new LinkedHashSet<>()).add(pointer);
        if (type instanceof ConfigType.Nested nested) {
            ConfigType.keysOf(nested.raw())
                    .forEach((key, child) -> collect(path + "." + key, pointer + "/properties/" + key, child, found));
        } else if (type instanceof ConfigType.Slot slot) {
            String name = slot(slot.raw(), false).get(REFERENCE).textValue();
            found.computeIfAbsent(path + "." + ConfigType.TYPE_KEY, missing -> new LinkedHashSet<>())
                    .add(name + "/properties/" + ConfigType.TYPE_KEY);
            prototypes.catalogue(slot.raw()).variants().forEach((variant, known) -> ConfigType.keysOf(
                            known.prototype().getClass())
                    .forEach((key, child) -> collect(
                            path + "." + key,
                            DEFINITIONS + name(slot.raw(), variant) + "/properties/" + key,
                            child,
                            found)));
        }
    }

    private static ObjectNode anyOf(Set<String> pointers) {
        if (pointers.size() == 1) {
            return NODES.objectNode().put(REFERENCE, pointers.iterator().next());
        }
        ObjectNode node = NODES.objectNode();
        ArrayNode choices = node.putArray("anyOf");
        pointers.forEach(pointer -> choices.addObject().put(REFERENCE, pointer));
        return node;
    }

    private ObjectNode rootRecord(Class<?> root) {
        return record(root, Prototypes.ofRecord(root));
    }

    /**
     * The schema of a block.
     *
     * @param defaults of its keys; empty where each must be given
     */
    private ObjectNode record(Class<?> record, Optional<LocatedTree.Block> defaults) {
        ObjectNode node = NODES.objectNode();
        Javadocs.ofClass(record).ifPresent(text -> node.put("description", text));
        node.put("type", "object");
        ObjectNode properties = node.putObject(PROPERTIES);
        Map<String, ConfigType> types = ConfigType.keysOf(record);
        for (RecordComponent component : record.getRecordComponents()) {
            String key = KeyName.ofComponent(component.getName());
            properties.set(key, property(record, component, types.get(key), defaults.flatMap(block -> block.get(key))));
        }
        if (defaults.isEmpty()) {
            ArrayNode required = node.putArray("required");
            properties.fieldNames().forEachRemaining(required::add);
        }
        node.put("additionalProperties", false);
        return node;
    }

    private ObjectNode property(
            Class<?> record, RecordComponent component, ConfigType type, Optional<LocatedTree> standard) {
        ObjectNode node = NODES.objectNode();
        Optional<String> own = Javadocs.ofComponent(record, component.getName());
        Optional<String> choices = type instanceof ConfigType.Choice choice ? choices(choice) : Optional.empty();
        String description = own.orElse("") + choices.map(text -> "\n" + text).orElse("");
        if (!description.isEmpty()) {
            node.put("description", description.strip());
        }
        Optional<LocatedTree.Block> block =
                standard.filter(LocatedTree.Block.class::isInstance).map(LocatedTree.Block.class::cast);
        node.setAll(ofValue(type, Bounds.of(component), block));
        if (type instanceof ConfigType.Slot) {
            block.flatMap(found -> found.get(ConfigType.TYPE_KEY))
                    .ifPresent(name -> node.putObject("default").set(ConfigType.TYPE_KEY, name.json()));
        } else if (!(type instanceof ConfigType.Nested)) {
            standard.map(LocatedTree::json).ifPresent(value -> node.set("default", value));
        }
        return node;
    }

    private static Optional<String> choices(ConfigType.Choice choice) {
        StringBuilder lines = new StringBuilder();
        if (!choice.raw().isEnum()) {
            return Optional.empty();
        }
        Javadocs.ofConstants(choice.raw())
                .forEach((constant, text) ->
                        lines.append("\n- ").append(constant).append(": ").append(text));
        return lines.isEmpty() ? Optional.empty() : Optional.of(lines.substring(1));
    }

    private ObjectNode ofValue(ConfigType type, Bounds bounds, Optional<LocatedTree.Block> standard) {
        if (type instanceof ConfigType.Simple simple) {
            return SchemaBounds.scalar(simple.raw(), bounds);
        }
        ObjectNode node = NODES.objectNode();
        if (type instanceof ConfigType.Choice choice) {
            ArrayNode values = node.putArray("enum");
            Set<String> names = choice.constants().keySet();
            names.forEach(values::add);
            names.stream().filter(name -> name.contains("_")).forEach(name -> values.add(name.replace('_', '-')));
        } else if (type instanceof ConfigType.ListOf list) {
            node.put("type", "array");
            node.set("items", ofElement(list.element(), bounds));
            SchemaBounds.count(node, "Items", bounds);
        } else if (type instanceof ConfigType.MapOf map) {
            node.put("type", "object");
            node.set("additionalProperties", ofElement(map.value(), bounds));
            SchemaBounds.count(node, "Properties", bounds);
        } else if (type instanceof ConfigType.Nested nested) {
            node = record(nested.raw(), standard);
            node.remove("description");
        } else if (type instanceof ConfigType.Slot slot) {
            node.putArray("allOf").add(slot(slot.raw(), false));
        }
        return node;
    }

    /** An element of a list or map, below which nothing lies: it names its type, and a record what it has no default of. */
    private ObjectNode ofElement(ConfigType type, Bounds bounds) {
        if (type instanceof ConfigType.Slot slot) {
            return slot(slot.raw(), true);
        }
        if (type instanceof ConfigType.Nested nested) {
            Class<?> raw = nested.raw();
            return reference(name(raw), () -> record(raw, Prototypes.ofRecord(raw)));
        }
        return ofValue(type, bounds, Optional.empty());
    }

    private interface Definition {
        ObjectNode make();
    }

    private ObjectNode reference(String name, Definition definition) {
        if (!definitions.containsKey(name)) {
            definitions.put(name, NODES.objectNode()); // a record may hold itself in a list
            definitions.put(name, definition.make());
        }
        return NODES.objectNode().put(REFERENCE, DEFINITIONS + name);
    }

    private static String name(Class<?> type) {
        return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
    }

    private static String name(Class<?> slot, String variant) {
        return name(slot) + "-" + variant;
    }

    private ObjectNode slot(Class<?> slot, boolean namesType) {
        return reference(name(slot) + (namesType ? "-element" : ""), () -> {
            ObjectNode node = NODES.objectNode();
            node.put("type", "object");
            Map<String, Catalogue.Variant> variants = prototypes.catalogue(slot).variants();
            ArrayNode names = node.putObject(PROPERTIES)
                    .putObject(ConfigType.TYPE_KEY)
                    .put("description", types(variants))
                    .putArray("enum");
            variants.keySet().forEach(names::add);
            ArrayNode cases = node.putArray("allOf");
            variants.forEach((name, variant) -> {
                ObjectNode one = cases.addObject();
                condition(one)
                        .putObject(PROPERTIES)
                        .putObject(ConfigType.TYPE_KEY)
                        .put("const", name);
                one.set("then", reference(name(slot, name), () -> variant(name, variant)));
            });
            if (namesType) {
                node.putArray("required").add(ConfigType.TYPE_KEY);
            } else {
                ObjectNode inherited = cases.addObject();
                condition(inherited);
                inherited.set("else", anyVariant(slot, variants));
            }
            return node;
        });
    }

    private static ObjectNode condition(ObjectNode rule) {
        ObjectNode condition = rule.putObject("if");
        condition.putArray("required").add(ConfigType.TYPE_KEY);
        return condition;
    }

    private static String types(Map<String, Catalogue.Variant> variants) {
        StringBuilder lines = new StringBuilder("which variant; its own defaults hold where the type changes");
        variants.forEach((name, variant) -> {
            Class<?> record = variant.prototype().getClass();
            Class<?> documented = record.isMemberClass()
                            && Javadocs.ofClass(record).orElse("Makes").startsWith("Makes")
                    ? record.getEnclosingClass()
                    : record;
            lines.append("\n- ").append(name);
            Javadocs.ofClass(documented).ifPresent(text -> lines.append(": ").append(text));
        });
        return lines.toString();
    }

    private ObjectNode variant(String name, Catalogue.Variant variant) {
        ObjectNode record = record(variant.prototype().getClass(), Optional.of(Prototypes.block(variant.prototype())));
        ObjectNode properties = NODES.objectNode();
        properties.set(ConfigType.TYPE_KEY, NODES.objectNode().put("const", name));
        properties.setAll((ObjectNode) record.get(PROPERTIES));
        record.set(PROPERTIES, properties);
        return record;
    }

    private ObjectNode anyVariant(Class<?> slot, Map<String, Catalogue.Variant> variants) {
        Map<String, Set<String>> keys = new TreeMap<>();
        variants.forEach(
                (name, variant) -> ConfigType.keysOf(variant.prototype().getClass())
                        .keySet()
                        .forEach(key -> keys.computeIfAbsent(key, missing -> new LinkedHashSet<>())
                                .add(DEFINITIONS + name(slot, name) + "/properties/" + key)));
        ObjectNode node = NODES.objectNode();
        node.put("type", "object");
        ObjectNode properties = node.putObject(PROPERTIES);
        keys.forEach((key, pointers) -> properties.set(key, anyOf(pointers)));
        node.put("additionalProperties", false);
        return node;
    }
}
