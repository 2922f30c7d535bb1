package org.fpn4j.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fpn4j.config.problem.Bounds;
import org.fpn4j.config.problem.Excerpt;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.config.problem.InvalidFieldsException.InvalidField;

/**
 * Makes records of a complete tree and reports everything that stands in the way: a value that cannot be bound never
 * hides the problems of its siblings. Null values were reported when they were read and fail in silence.
 */
final class RecordBinder {
    private final Prototypes prototypes;
    private final LocatedProblems problems;

    RecordBinder(Prototypes prototypes, LocatedProblems problems) {
        this.prototypes = prototypes;
        this.problems = problems;
    }

    /**
     * Binds one value.
     *
     * @param nearest where the nearest enclosing value was written, for those that nobody wrote
     * @return empty if it was refused, which is reported
     */
    Optional<Object> bind(ConfigType type, LocatedTree tree, Place place, Origin nearest) {
        Origin origin = tree.origin().isDefault() ? nearest : tree.origin();
        if (tree.json().isNull()) {
            return Optional.empty();
        }
        if (type instanceof ConfigType.ListOf list && tree instanceof LocatedTree.Items items) {
            return list(list, items, place, origin);
        }
        if (tree instanceof LocatedTree.Block block) {
            if (type instanceof ConfigType.Nested nested) {
                return record(nested.raw(), "", block, place, origin);
            }
            if (type instanceof ConfigType.Slot slot) {
                return variant(slot.raw(), block, place, origin);
            }
            if (type instanceof ConfigType.MapOf map) {
                return map(map, block, place, origin);
            }
        }
        ScalarBinder.Bound bound = ScalarBinder.bind(type, tree.json());
        if (bound.value().isEmpty()) {
            problems.add(
                    origin,
                    place.refuses(tree, bound.expectation()),
                    bound.hints().toArray(String[]::new));
        }
        return bound.value();
    }

    private Optional<Object> list(ConfigType.ListOf type, LocatedTree.Items items, Place place, Origin origin) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < items.items().size(); i++) {
            bind(type.element(), items.items().get(i), place.element(i), origin).ifPresent(values::add);
        }
        return values.size() == items.items().size() ? Optional.of(List.copyOf(values)) : Optional.empty();
    }

    private Optional<Object> map(ConfigType.MapOf type, LocatedTree.Block block, Place place, Origin origin) {
        Map<String, Object> values = new LinkedHashMap<>();
        block.entries().forEach((key, value) -> bind(type.value(), value, place.mapKey(key), origin)
                .ifPresent(bound -> values.put(key, bound)));
        boolean complete = values.size() == block.entries().size();
        return complete ? Optional.of(Collections.unmodifiableMap(values)) : Optional.empty();
    }

    private Optional<Object> variant(Class<?> slot, LocatedTree.Block block, Place place, Origin origin) {
        Catalogue catalogue = prototypes.catalogue(slot);
        Set<String> known = catalogue.variants().keySet();
        LocatedTree type = block.entries().get(ConfigType.TYPE_KEY);
        if (type == null) {
            problems.add(origin, place.label("") + " has no type", DidYouMean.hint("", known, "types"));
            return Optional.empty();
        }
        if (!(type instanceof LocatedTree.Scalar scalar)) {
            problems.add(type.origin(), place.key("", ConfigType.TYPE_KEY).refuses(type, "must be text"));
            return Optional.empty();
        }
        if (scalar.json().isNull()) {
            return Optional.empty();
        }
        String name = scalar.json().asText();
        Optional<Catalogue.Variant> variant = catalogue.variant(name);
        if (variant.isEmpty()) {
            String noun = place.key().replaceAll("\\[\\d+]$", "");
            problems.add(
                    scalar.place(),
                    "unknown " + noun + " type [" + Excerpt.of(name) + "]",
                    DidYouMean.hint(name, known, "types"));
            return Optional.empty();
        }
        return record(variant.get().prototype().getClass(), name, block, place, origin);
    }

    private Optional<Object> record(
            Class<?> record, String variant, LocatedTree.Block block, Place place, Origin origin) {
        Map<String, ConfigType> types = ConfigType.keysOf(record);
        reportUnknownKeys(types.keySet(), variant, block, place);
        Map<String, Object> values = new LinkedHashMap<>();
        for (RecordComponent component : record.getRecordComponents()) {
            String key = KeyName.ofComponent(component.getName());
            LocatedTree child = block.entries().get(key);
            if (child == null) {
                problems.add(origin, "missing key [" + key + "] in " + place.label(variant));
            } else {
                bind(types.get(key), child, place.key(variant, key), origin)
                        .filter(value -> isWithinBounds(component, value, block, place.label(variant), origin))
                        .ifPresent(value -> values.put(key, value));
            }
        }
        Set<String> failed = new LinkedHashSet<>(types.keySet());
        failed.removeAll(values.keySet());
        if (!failed.isEmpty() && !substitute(record, failed, values)) {
            return Optional.empty();
        }
        Object[] arguments = types.keySet().stream().map(values::get).toArray();
        Optional<Object> made = construct(record, arguments, failed, block, place.label(variant), origin);
        return failed.isEmpty() ? made : Optional.empty();
    }

    /** Whether a value is one that the component declares; a problem otherwise. */
    private boolean isWithinBounds(
            RecordComponent component, Object value, LocatedTree.Block block, String label, Origin origin) {
        List<InvalidField> invalid = Bounds.of(component).check(component.getName(), value);
        invalid.forEach(field -> reportInvalid(field, Set.of(), block, label, origin));
        return invalid.isEmpty();
    }

    private void reportUnknownKeys(Set<String> known, String variant, LocatedTree.Block block, Place place) {
        Set<String> candidates = new LinkedHashSet<>(known);
        if (!variant.isEmpty()) {
            candidates.add(ConfigType.TYPE_KEY);
        }
        block.entries().forEach((key, value) -> {
            if (!candidates.contains(key)) {
                Set<String> near = new LinkedHashSet<>(candidates);
                if (place.path().isEmpty()) {
                    near.add(ConfigFiles.BASE_KEY);
                }
                problems.add(
                        value.origin(),
                        "unknown key [" + Excerpt.of(key) + "] in " + Excerpt.of(place.label(variant)),
                        DidYouMean.hint(key, near, known, "keys"));
            }
        });
    }

    /** Puts defaults where values failed, so that the constructor can check the others. */
    private static boolean substitute(Class<?> record, Set<String> failed, Map<String, Object> values) {
        Optional<Object> prototype = Records.prototype(record);
        for (RecordComponent component : record.getRecordComponents()) {
            String key = KeyName.ofComponent(component.getName());
            if (failed.contains(key)) {
                prototype.ifPresent(defaults -> values.put(key, Records.get(component, defaults)));
            }
        }
        return prototype.isPresent();
    }

    private Optional<Object> construct(
            Class<?> record,
            Object[] arguments,
            Set<String> failed,
            LocatedTree.Block block,
            String label,
            Origin origin) {
        try {
            return Optional.of(Records.construct(record, arguments));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof InvalidFieldsException invalid) {
                for (InvalidField field : invalid.fields()) {
                    reportInvalid(field, failed, block, label, origin);
                }
            } else if (e.getCause() instanceof IllegalArgumentException refusal) {
                problems.add(origin, label + " is refused: " + refusal.getMessage());
            } else {
                throw new IllegalStateException(record.getName() + " failed on its values", e.getCause());
            }
            return Optional.empty();
        }
    }

    private void reportInvalid(
            InvalidField field, Set<String> failed, LocatedTree.Block block, String label, Origin origin) {
        String key = KeyName.ofComponent(field.field());
        if (failed.contains(key.replaceAll("[.\\[].*", ""))) {
            return;
        }
        Origin where =
                ConfigPath.parse(key).map(path -> nearest(block, path, origin)).orElse(origin);
        problems.add(where, label + " " + key + "[" + field.value() + "] " + field.expectation());
    }

    /** Where a value was written, or else the nearest block around it. */
    static Origin nearest(LocatedTree tree, ConfigPath path, Origin otherwise) {
        Origin nearest = tree.origin().isDefault() ? otherwise : tree.origin();
        Optional<LocatedTree> current = Optional.of(tree);
        for (ConfigPath.Step step : path.steps()) {
            current = current.flatMap(parent -> parent.at(step.toString()));
            if (current.isPresent() && !current.get().origin().isDefault()) {
                nearest = current.get().origin();
            }
        }
        return nearest;
    }
}
