package org.fpn4j.core.execution;

import java.util.Collection;
import java.util.Map;
import org.fpn4j.core.graph.TensorView;

/** Makes inputs of a network of its own outputs, such as the regions that another part of the network is to look at. */
public interface InputStage {
    /** Names of the outputs that it needs. */
    Collection<String> reads();

    /**
     * Makes the inputs.
     *
     * @param outputs those that it reads, by name
     * @return inputs by name
     */
    Map<String, float[]> make(Map<String, TensorView> outputs);
}
