package org.fpn4j.core.head;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fpn4j.core.graph.Tensor;

/**
 * What a head makes of a pyramid, by name.
 *
 * @param predictions raw outputs, which detections are made of
 * @param learned what losses are made of
 */
public record HeadOutputs(Map<String, Tensor> predictions, Map<String, Tensor> learned) {
    public HeadOutputs {
        predictions = Collections.unmodifiableMap(new LinkedHashMap<>(predictions));
        learned = Collections.unmodifiableMap(new LinkedHashMap<>(learned));
    }
}
