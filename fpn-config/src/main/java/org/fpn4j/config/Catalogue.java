package org.fpn4j.config;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The variants of one slot: every record that {@link ServiceLoader} finds for the slot's interface, by its
 * {@link JsonTypeName}. A class that cannot be loaded, a missing or a repeated name is a mistake in a jar and throws.
 */
public final class Catalogue {
    /**
     * One variant.
     *
     * @param prototype what the variant's no-arg constructor makes
     * @param defaults the prototype's keys and values, in the order of its components, without {@code type}
     */
    public record Variant(String type, Record prototype, ObjectNode defaults) {}

    private final Class<?> slot;
    private final SortedMap<String, Variant> variants;

    private Catalogue(Class<?> slot, SortedMap<String, Variant> variants) {
        this.slot = slot;
        this.variants = Collections.unmodifiableSortedMap(variants);
    }

    /**
     * Finds the variants of a slot.
     *
     * @throws IllegalStateException if a service entry is broken or two variants share a name
     */
    public static Catalogue of(Class<?> slot) {
        return of(slot, Thread.currentThread().getContextClassLoader());
    }

    static Catalogue of(Class<?> slot, ClassLoader classLoader) {
        SortedMap<String, Variant> variants = new TreeMap<>();
        try {
            for (Object found : ServiceLoader.load(slot, classLoader)) {
                Variant variant = variant(found);
                Variant other = variants.put(variant.type, variant);
                if (other != null) {
                    throw new IllegalStateException("two variants of " + slot.getSimpleName() + " are named ["
                            + variant.type + "]: " + other.prototype.getClass().getName() + " and "
                            + found.getClass().getName());
                }
            }
        } catch (ServiceConfigurationError e) {
            throw new IllegalStateException("a service entry of " + slot.getName() + " is broken", e);
        }
        return new Catalogue(slot, variants);
    }

    private static Variant variant(Object found) {
        if (!(found instanceof Record prototype)) {
            throw new IllegalStateException(found.getClass().getName() + " is not a record");
        }
        ObjectNode defaults = Prototypes.block(prototype).json();
        return new Variant(nameOf(prototype), prototype, defaults);
    }

    static String nameOf(Object variant) {
        JsonTypeName name = variant.getClass().getAnnotation(JsonTypeName.class);
        if (name == null || name.value().isEmpty()) {
            throw new IllegalStateException(variant.getClass().getName() + " has no @JsonTypeName");
        }
        return name.value();
    }

    /**
     * The slots that configs of a root record have, those of its own blocks first: by their path from the root,
     * {@code training.optimizer}, and those that variants have by their key alone, {@code norm}.
     *
     * @throws IllegalStateException if a component cannot be a config value, or two slots have the same key
     */
    public static Map<String, Class<?>> slotsOf(Class<?> root) {
        Map<String, Class<?>> slots = new LinkedHashMap<>();
        Deque<Class<?>> variants = new ArrayDeque<>();
        collect(root, "", slots, variants);
        Set<Class<?>> seen = new HashSet<>();
        while (!variants.isEmpty()) {
            Class<?> variant = variants.remove();
            if (seen.add(variant)) {
                ofVariants(variant, slots, variants);
            }
        }
        return slots;
    }

    /** The slots of a block that is always the same record. */
    private static void collect(Class<?> record, String path, Map<String, Class<?>> slots, Deque<Class<?>> variants) {
        ConfigType.keysOf(record).forEach((key, type) -> {
            if (type instanceof ConfigType.Nested nested) {
                collect(nested.raw(), path + key + ".", slots, variants);
            } else {
                slotIn(type).ifPresent(slot -> add(path + key, slot, slots, variants));
            }
        });
    }

    private static void ofVariants(Class<?> record, Map<String, Class<?>> slots, Deque<Class<?>> variants) {
        ConfigType.keysOf(record).forEach((key, type) -> {
            if (type instanceof ConfigType.Nested nested) {
                variants.add(nested.raw());
            } else {
                slotIn(type).ifPresent(slot -> add(key, slot, slots, variants));
            }
        });
    }

    private static Optional<Class<?>> slotIn(ConfigType type) {
        if (type instanceof ConfigType.ListOf list) {
            return slotIn(list.element());
        }
        if (type instanceof ConfigType.MapOf map) {
            return slotIn(map.value());
        }
        return type instanceof ConfigType.Slot slot ? Optional.of(slot.raw()) : Optional.empty();
    }

    private static void add(String key, Class<?> slot, Map<String, Class<?>> slots, Deque<Class<?>> variants) {
        if (slots.containsValue(slot)) {
            return;
        }
        Class<?> other = slots.put(key, slot);
        if (other != null) {
            throw new IllegalStateException(
                    "key[" + key + "] is that of two slots: " + other.getName() + " and " + slot.getName());
        }
        of(slot).variants.values().forEach(variant -> variants.add(variant.prototype.getClass()));
    }

    /** The interface that the variants implement. */
    public Class<?> slot() {
        return slot;
    }

    /** By name. */
    public SortedMap<String, Variant> variants() {
        return variants;
    }

    /** The variant that a config names; empty where there is none of this name. */
    public Optional<Variant> variant(String type) {
        return Optional.ofNullable(variants.get(type));
    }
}
