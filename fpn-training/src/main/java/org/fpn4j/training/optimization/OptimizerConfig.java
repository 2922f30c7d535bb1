package org.fpn4j.training.optimization;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.execution.VectorAlgebra;

/** Makes an optimizer; variants are found by their {@code type}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface OptimizerConfig {
    /** Step size before warm-up and schedule. */
    double learningRate();

    /** How many vectors, each as long as all parameters, it remembers. */
    int vectors();

    /**
     * How many vectors it computes in, each as long as a stretch of its memory's algebra, or as all parameters.
     *
     * @param algebra of that memory
     */
    default int scratchVectors(VectorAlgebra algebra) {
        return 1;
    }

    /** Makes the optimizer of these buffers, in the memory that they lie in. */
    Optimizer create(ParameterBuffers buffers);
}
