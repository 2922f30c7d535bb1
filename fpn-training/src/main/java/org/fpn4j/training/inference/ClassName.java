package org.fpn4j.training.inference;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.fpn4j.data.dataset.Category;

/**
 * One class as data sets number it.
 *
 * @param id what files call it
 * @param name what people call it
 */
public record ClassName(long id, String name) {
    public ClassName {
        requireNonNull(name, "name is null");
    }

    /** Those of a data set, by index. */
    public static List<ClassName> of(List<Category> categories) {
        return categories.stream()
                .map(category -> new ClassName(category.id(), category.name()))
                .toList();
    }
}
