package org.fpn4j.interop.pretrained;

import java.util.List;

/**
 * The categories of the data that a detector is for, by class index.
 *
 * @param ids as its files have them
 * @param names as people call them
 */
public record Categories(List<Long> ids, List<String> names) {
    /** Of data that nobody named. */
    public static final Categories UNKNOWN = new Categories(List.of(), List.of());

    public Categories {
        ids = List.copyOf(ids);
        names = List.copyOf(names);
        if (ids.size() != names.size()) {
            throw new IllegalArgumentException(ids.size() + " ids, " + names.size() + " names");
        }
    }

    int count() {
        return ids.size();
    }

    boolean known() {
        return count() > 0;
    }

    /** One more than the largest id: how many outputs a head has that are called by ids. */
    long idsEnd() {
        return ids.stream().mapToLong(Long::longValue).max().orElse(-1) + 1;
    }
}
