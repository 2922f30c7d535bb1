package org.fpn4j.data.radiograph;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.fpn4j.data.dataset.Category;

/** What is to be found in a synthetic radiograph, from small to large; ids are places from 1. */
enum RadiographClass {
    NODULE(0),
    CONSOLIDATION(1),
    HEART(2);

    private final int index;

    RadiographClass(int index) {
        this.index = index;
    }

    int index() {
        return index;
    }

    static List<Category> categories() {
        return Arrays.stream(values())
                .map(kind ->
                        new Category(kind.index, kind.index + 1L, kind.name().toLowerCase(Locale.ROOT)))
                .toList();
    }
}
