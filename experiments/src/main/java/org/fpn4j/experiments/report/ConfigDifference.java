package org.fpn4j.experiments.report;

import java.util.List;

/**
 * A key of the config that variants do not share.
 *
 * @param key path in the config
 * @param values by variant; an en dash where there is no such key
 */
public record ConfigDifference(String key, List<String> values) {
    public ConfigDifference {
        values = List.copyOf(values);
    }
}
