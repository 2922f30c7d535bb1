package org.fpn4j.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Arguments of {@code --set} that are for two readers: whole keys of a file of one's own, and all others.
 *
 * @param values of own keys, the last where one is set twice
 * @param others as they were written
 */
public record OwnSets(Map<String, LocatedTree> values, List<String> others) {
    public OwnSets {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        others = List.copyOf(others);
    }

    /** A file's tree with the own values in it. */
    public LocatedTree over(LocatedTree tree) {
        if (!(tree instanceof LocatedTree.Block block)) {
            return tree;
        }
        LocatedTree.Block changed = block;
        for (Map.Entry<String, LocatedTree> value : values.entrySet()) {
            changed = changed.with(value.getKey(), value.getValue());
        }
        return changed;
    }
}
