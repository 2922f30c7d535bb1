package org.fpn4j.core.config;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
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
     * The slots that configs of a root record have, nearest the root first, those inside variants included.
     *
     * @throws IllegalStateException if a component cannot be a config value
     */
    public static List<Class<?>> slotsOf(Class<?> root) {
        Set<ConfigType> seen = new LinkedHashSet<>();
        Deque<ConfigType> waiting = new ArrayDeque<>(List.of(ConfigType.of(root)));
        List<Class<?>> slots = new ArrayList<>();
        while (!waiting.isEmpty()) {
            ConfigType type = waiting.remove();
            if (!seen.add(type)) {
                continue;
            }
            if (type instanceof ConfigType.Slot slot) {
                slots.add(slot.raw());
                for (Variant variant : of(slot.raw()).variants.values()) {
                    waiting.add(new ConfigType.Nested(variant.prototype.getClass()));
                }
            } else if (type instanceof ConfigType.Nested nested) {
                waiting.addAll(ConfigType.keysOf(nested.raw()).values());
            } else if (type instanceof ConfigType.ListOf list) {
                waiting.add(list.element());
            } else if (type instanceof ConfigType.MapOf map) {
                waiting.add(map.value());
            }
        }
        return slots;
    }

    public Class<?> slot() {
        return slot;
    }

    /** By name. */
    public SortedMap<String, Variant> variants() {
        return variants;
    }

    public Optional<Variant> variant(String type) {
        return Optional.ofNullable(variants.get(type));
    }
}
