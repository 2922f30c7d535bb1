package org.fpn4j.data.coco;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Numbers for the ids of a file's images. Whole numbers are their own; where one of them is a text, all are numbered from
 * 1 in the order of their texts.
 */
public final class CocoIds {
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

    private final SortedSet<String> ids = new TreeSet<>();
    private Map<String, Long> numbers = new HashMap<>();

    /**
     * Adds one.
     *
     * @param id as {@link CocoEntry#id} gives it
     * @return false if it was there before
     */
    public boolean add(String id) {
        numbers.clear();
        return ids.add(id);
    }

    /** The number of an id; empty for one that was not added. */
    public Optional<Long> number(String id) {
        if (numbers.size() != ids.size()) {
            numbers = numbered();
        }
        return Optional.ofNullable(numbers.get(id));
    }

    /** Whether an id is a whole number. */
    public static boolean isWhole(String id) {
        return WHOLE.matcher(id).matches();
    }

    /** The numbers of all ids. */
    public Map<String, Long> numbers() {
        return ids.isEmpty() ? Map.of() : Map.copyOf(numbered());
    }

    private Map<String, Long> numbered() {
        boolean whole = ids.stream().allMatch(CocoIds::isWhole);
        Map<String, Long> numbered = new HashMap<>();
        for (String id : ids) {
            numbered.put(id, whole ? Long.parseLong(id) : numbered.size() + 1L);
        }
        return numbered;
    }
}
