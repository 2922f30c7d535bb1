package org.fpn4j.core.decoding;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fpn4j.core.graph.TensorView;

/**
 * What a head predicts for one image, where it lies.
 *
 * @param values {@code [L, values]} of each raw output, by its name
 */
public record RawOutputs(Map<String, TensorView> values) {
    public RawOutputs {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Outputs on Java's heap. */
    public static RawOutputs of(Map<String, float[]> arrays) {
        Map<String, TensorView> views = new LinkedHashMap<>();
        arrays.forEach((name, array) -> views.put(name, TensorView.of(array)));
        return new RawOutputs(views);
    }

    /**
     * One output.
     *
     * @throws IllegalArgumentException where there is none of this name
     */
    public TensorView get(String name) {
        TensorView view = values.get(name);
        if (view == null) {
            throw new IllegalArgumentException("output[" + name + "] is missing; there are " + values.keySet());
        }
        return view;
    }
}
