package org.fpn4j.data.coco;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The categories of a file, and which of them annotations use. A root that stands above the classes, as Roboflow writes
 * it (supercategory {@code none}, used by no annotation), may have the name of one of them and is none.
 */
public final class CocoCategories {
    /** One category; two are equal where id and name are. */
    private record Named(String name, boolean top) {}

    private final TreeMap<Long, Named> categories = new TreeMap<>();
    private final Set<Long> used = new HashSet<>();

    /**
     * Adds one.
     *
     * @param supercategory empty where there is none
     * @return the name that the id stood for before, empty if it is new
     */
    public String add(long id, String name, String supercategory) {
        Named earlier = categories.putIfAbsent(
                id, new Named(name, supercategory.toLowerCase(Locale.ROOT).equals("none")));
        return earlier == null ? "" : earlier.name();
    }

    /** Notes that an annotation has a category. */
    public void use(long id) {
        used.add(id);
    }

    /** Names by id, without {@link #roots}. */
    public SortedMap<Long, String> names() {
        TreeMap<Long, String> names = new TreeMap<>();
        categories.forEach((id, category) -> names.put(id, category.name()));
        roots().forEach(names::remove);
        return names;
    }

    /** The ids of roots that share the name of a class. */
    public List<Long> roots() {
        List<Long> roots = new ArrayList<>();
        for (Map.Entry<Long, Named> entry : categories.entrySet()) {
            Named category = entry.getValue();
            boolean shared = categories.values().stream()
                    .anyMatch(other -> !other.top() && other.name().equals(category.name()));
            if (category.top() && shared && !used.contains(entry.getKey())) {
                roots.add(entry.getKey());
            }
        }
        return roots;
    }
}
