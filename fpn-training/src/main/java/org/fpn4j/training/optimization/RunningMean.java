package org.fpn4j.training.optimization;

import java.util.List;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.execution.VectorAlgebra;

/** The exponential moving average of all trained parameters (EMA), in their memory, which is given back when this is closed. */
public final class RunningMean implements AutoCloseable {
    private final double decay;
    private final VectorAlgebra algebra;
    private final FlatVector vector;
    private final Stretches stretches;
    private final List<FlatVector> means;
    private final List<FlatVector> values;
    private final List<FlatVector> scratch;

    /** Begins with the parameters as they are. */
    public RunningMean(ParameterBuffers buffers, double decay) {
        this.algebra = buffers.memory().algebra();
        this.stretches = new Stretches(buffers.memory(), buffers.length(), 0);
        this.decay = decay;
        this.vector = buffers.memory().allocate(buffers.length());
        vector.copy(buffers.values());
        this.means = stretches.of(vector);
        this.values = stretches.of(buffers.values());
        this.scratch = stretches.scratch();
    }

    /** The mean, in the order of the parameters; a checkpoint holds it. */
    public FlatVector vector() {
        return vector;
    }

    /**
     * Takes the parameters in after a step. The first steps weigh more, so that the mean leaves the initial values soon.
     *
     * @param steps done, this one included
     */
    public void update(long steps) {
        double kept = Math.min(decay, (1.0 + steps) / (10.0 + steps));
        for (int i = 0; i < means.size(); i++) {
            algebra.multiply(values.get(i), 1 - kept, scratch.get(i));
            algebra.multiply(means.get(i), kept, means.get(i));
            algebra.add(means.get(i), scratch.get(i), means.get(i));
        }
    }

    @Override
    public void close() {
        vector.close();
        stretches.close();
    }
}
