package org.fpn4j.experiments.ablation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fpn4j.config.OverrideLayer;

/**
 * Something that an ablation varies.
 *
 * @param name a config path where its values are a list, or any name
 * @param values what each value changes, by label
 */
record Axis(String name, Map<String, OverrideLayer> values) {
    Axis {
        values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
