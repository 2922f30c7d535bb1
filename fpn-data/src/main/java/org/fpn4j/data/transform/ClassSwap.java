package org.fpn4j.data.transform;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fpn4j.data.dataset.Category;

/** Which class an object has in the mirror: a left lung becomes a right one, and most classes stay what they are. */
public final class ClassSwap {
    /** Every class stays. */
    public static final ClassSwap NONE = new ClassSwap(new int[0]);

    private final int[] others;

    private ClassSwap(int[] others) {
        this.others = others;
    }

    /**
     * Exchanges classes in pairs, each for the other.
     *
     * @param pairs names of classes
     * @param categories of a data set, by index
     * @throws IllegalArgumentException if it has no class of a name
     */
    public static ClassSwap of(Map<String, String> pairs, List<Category> categories) {
        int[] others = IntStream.range(0, categories.size()).toArray();
        pairs.forEach((one, other) -> {
            int first = index(one, categories);
            int second = index(other, categories);
            others[first] = second;
            others[second] = first;
        });
        return new ClassSwap(others);
    }

    private static int index(String name, List<Category> categories) {
        return categories.stream()
                .filter(category -> category.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no class is named [" + name + "]"))
                .index();
    }

    /** The class that an object of a class has in the mirror, by index. */
    public int inMirror(int category) {
        return others.length == 0 ? category : others[category];
    }
}
