package org.fpn4j.config;

import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lays one layer over another. Maps merge deeply, lists replace whole; a slot's block whose {@code type} changes starts
 * again from the defaults of the variant, one that names the type it has already keeps what was written below. The lower
 * tree is complete, so the result is, too. Keys that no record has stay in the tree for the binder to report.
 */
final class LayerMerge {
    private final Prototypes prototypes;
    private final LocatedProblems problems;

    LayerMerge(Prototypes prototypes, LocatedProblems problems) {
        this.prototypes = prototypes;
        this.problems = problems;
    }

    /** What lies under the lowest layer; null where a value must be given. */
    LocatedTree ground(ConfigType type) {
        if (type instanceof ConfigType.Nested nested) {
            return Prototypes.ofRecord(nested.raw())
                    .<LocatedTree>map(block -> block)
                    .orElse(nothing());
        }
        if (type instanceof ConfigType.MapOf) {
            return new LocatedTree.Block(Map.of(), Origin.DEFAULT);
        }
        return nothing();
    }

    private static LocatedTree nothing() {
        return new LocatedTree.Scalar(NullNode.instance, Origin.DEFAULT, Origin.DEFAULT);
    }

    LocatedTree merge(ConfigType type, LocatedTree lower, LocatedTree upper, Place place) {
        boolean wantsBlock = type instanceof ConfigType.Nested
                || type instanceof ConfigType.Slot
                || type instanceof ConfigType.MapOf;
        if (wantsBlock && !(upper instanceof LocatedTree.Block)) {
            return refuse(lower, upper, place, "must be a map", typeHint(type, upper));
        }
        if (type instanceof ConfigType.ListOf list) {
            return upper instanceof LocatedTree.Items items
                    ? elements(list, items, place)
                    : refuse(lower, upper, place, "must be a list");
        }
        if (!wantsBlock) {
            return upper;
        }
        LocatedTree.Block above = (LocatedTree.Block) upper;
        LocatedTree.Block below = base(type, lower, above);
        Map<String, LocatedTree> entries = new LinkedHashMap<>(below.entries());
        String variant = type instanceof ConfigType.Slot ? typeOf(above, typeOf(below, "")) : "";
        above.entries().forEach((key, value) -> {
            ConfigType childType = childType(type, variant, key);
            Place childPlace = type instanceof ConfigType.MapOf ? place.mapKey(key) : place.key(variant, key);
            LocatedTree child = childType == null
                    ? value
                    : merge(childType, entries.getOrDefault(key, ground(childType)), value, childPlace);
            entries.put(key, child);
        });
        boolean keepOrigin = !below.origin().isDefault() && above.origin().kind() != Origin.Kind.FILE;
        return new LocatedTree.Block(entries, keepOrigin ? below.origin() : above.origin());
    }

    private LocatedTree refuse(LocatedTree lower, LocatedTree upper, Place place, String expectation, String... hints) {
        if (!upper.json().isNull()) { // null was reported when it was read
            problems.add(upper.origin(), place.refuses(upper, expectation), hints);
        }
        return lower;
    }

    /** For {@code neck: bifpn}. */
    private String[] typeHint(ConfigType type, LocatedTree upper) {
        boolean namesVariant = type instanceof ConfigType.Slot slot
                && prototypes
                        .catalogue(slot.raw())
                        .variant(upper.json().asText())
                        .isPresent();
        return namesVariant ? new String[] {"write {type: " + upper.json().asText() + "}"} : new String[0];
    }

    private LocatedTree elements(ConfigType.ListOf list, LocatedTree.Items items, Place place) {
        List<LocatedTree> complete = new ArrayList<>();
        for (LocatedTree item : items.items()) {
            complete.add(merge(list.element(), ground(list.element()), item, place.element(complete.size())));
        }
        return new LocatedTree.Items(complete, items.origin());
    }

    /** The block that the keys of the upper one go onto. */
    private LocatedTree.Block base(ConfigType type, LocatedTree lower, LocatedTree.Block above) {
        LocatedTree.Block below =
                lower instanceof LocatedTree.Block block ? block : new LocatedTree.Block(Map.of(), Origin.DEFAULT);
        String given = typeOf(above, "");
        if (!(type instanceof ConfigType.Slot slot) || given.isEmpty()) {
            return below;
        }
        LocatedTree.Block defaults =
                prototypes.ofVariant(slot.raw(), given).orElse(new LocatedTree.Block(Map.of(), Origin.DEFAULT));
        LocatedTree.Block written = written(below).without(ConfigType.TYPE_KEY);
        if (!given.equals(typeOf(below, "")) || written.entries().isEmpty()) {
            return defaults;
        }
        return (LocatedTree.Block) merge(type, defaults, written, Place.ROOT);
    }

    /** What somebody wrote of a block, without the defaults; a type stays with the keys that were written for it. */
    private static LocatedTree.Block written(LocatedTree.Block block) {
        Map<String, LocatedTree> entries = new LinkedHashMap<>();
        block.entries().forEach((key, value) -> {
            if (value instanceof LocatedTree.Block inner) {
                LocatedTree.Block kept = written(inner);
                if (!kept.entries().isEmpty()) {
                    inner.get(ConfigType.TYPE_KEY)
                            .ifPresent(type -> entries.put(key, kept.with(ConfigType.TYPE_KEY, type)));
                    entries.putIfAbsent(key, kept);
                }
            } else if (isWritten(value)) {
                entries.put(key, value);
            }
        });
        return new LocatedTree.Block(entries, block.origin());
    }

    private static boolean isWritten(LocatedTree value) {
        if (value instanceof LocatedTree.Items list) {
            return !value.origin().isDefault() || list.items().stream().anyMatch(LayerMerge::isWritten);
        }
        if (value instanceof LocatedTree.Block block) {
            return block.entries().values().stream().anyMatch(LayerMerge::isWritten);
        }
        return !value.origin().isDefault();
    }

    /** Applies a layer whose values start at a path. */
    LocatedTree apply(ConfigType type, LocatedTree lower, ConfigPath path, LocatedTree value, Place place) {
        List<ConfigPath.Step> steps = path.steps();
        if (steps.stream().noneMatch(ConfigPath.Step::isIndex)) {
            return merge(type, lower, under(steps, value), place);
        }
        ConfigPath.Step step = steps.get(0);
        ConfigPath rest = new ConfigPath(steps.subList(1, steps.size()));
        return step.isIndex()
                ? applyToElement(type, lower, step.index(), rest, value, place)
                : applyToKey(type, lower, step.key(), rest, value, place);
    }

    private LocatedTree applyToKey(
            ConfigType type, LocatedTree lower, String key, ConfigPath rest, LocatedTree value, Place place) {
        if (!(lower instanceof LocatedTree.Block block)) {
            problems.add(value.origin(), place.refuses(lower, "has no key [" + key + "]"));
            return lower;
        }
        String variant = type instanceof ConfigType.Slot ? typeOf(block, "") : "";
        ConfigType childType = childType(type, variant, key);
        LocatedTree child = block.entries().get(key);
        if (childType == null || child == null) {
            return block.with(key, value);
        }
        Place childPlace = type instanceof ConfigType.MapOf ? place.mapKey(key) : place.key(variant, key);
        return block.with(key, apply(childType, child, rest, value, childPlace));
    }

    private LocatedTree applyToElement(
            ConfigType type, LocatedTree lower, int index, ConfigPath rest, LocatedTree value, Place place) {
        if (!(type instanceof ConfigType.ListOf list) || !(lower instanceof LocatedTree.Items items)) {
            problems.add(
                    value.origin(), place.refuses(lower, "is not a list; position [" + index + "] has no meaning"));
            return lower;
        }
        int size = items.items().size();
        if (index >= size) {
            problems.add(
                    value.origin(),
                    place.element(index).path() + " does not exist; the list has " + size
                            + (size == 1 ? " element" : " elements") + ", counted from 0");
            return lower;
        }
        LocatedTree element = items.items().get(index);
        return items.with(index, apply(list.element(), element, rest, value, place.element(index)));
    }

    private static LocatedTree under(List<ConfigPath.Step> keys, LocatedTree value) {
        LocatedTree tree = value;
        for (int i = keys.size() - 1; i >= 0; i--) {
            tree = new LocatedTree.Block(Map.of(keys.get(i).key(), tree), value.origin());
        }
        return tree;
    }

    /** The type of a key's value, null if there is no such key. */
    private ConfigType childType(ConfigType type, String variant, String key) {
        if (type instanceof ConfigType.MapOf map) {
            return map.value();
        }
        if (type instanceof ConfigType.Nested nested) {
            return ConfigType.keysOf(nested.raw()).get(key);
        }
        if (type instanceof ConfigType.Slot slot) {
            return prototypes
                    .catalogue(slot.raw())
                    .variant(variant)
                    .map(found ->
                            ConfigType.keysOf(found.prototype().getClass()).get(key))
                    .orElse(null);
        }
        return null;
    }

    /** The variant that a slot's block names, or what stands in for it where it names none. */
    static String typeOf(LocatedTree.Block block, String otherwise) {
        return block.get(ConfigType.TYPE_KEY)
                .filter(type ->
                        type instanceof LocatedTree.Scalar && !type.json().isNull())
                .map(type -> type.json().asText())
                .orElse(otherwise);
    }
}
