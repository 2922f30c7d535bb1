package org.fpn4j.experiments.optimization;

import java.util.List;
import org.fpn4j.core.execution.NativeVector;
import org.fpn4j.core.execution.ParameterBuffers;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The exponential moving average of all trained parameters (EMA), in native memory that is given back when this is closed. */
public final class RunningMean implements AutoCloseable {
    private final double decay;
    private final NativeVector vector;
    private final Stretches stretches;
    private final List<INDArray> means;
    private final List<INDArray> values;
    private final List<INDArray> scratch;

    /** Begins with the parameters as they are. */
    public RunningMean(ParameterBuffers buffers, double decay) {
        this.stretches = new Stretches(buffers.length(), 0);
        this.decay = decay;
        this.vector = NativeVector.uninitialized(buffers.length());
        vector.array().assign(buffers.values());
        this.means = stretches.of(vector.array());
        this.values = stretches.of(buffers.values());
        this.scratch = stretches.scratch();
    }

    /** The mean, in the order of the parameters; a checkpoint holds it. */
    public INDArray vector() {
        return vector.array();
    }

    /**
     * Takes the parameters in after a step. The first steps weigh more, so that the mean leaves the initial values soon.
     *
     * @param steps done, this one included
     */
    public void update(long steps) {
        double kept = Math.min(decay, (1.0 + steps) / (10.0 + steps));
        for (int i = 0; i < means.size(); i++) {
            values.get(i).muli(1 - kept, scratch.get(i));
            means.get(i).muli(kept).addi(scratch.get(i));
        }
    }

    @Override
    public void close() {
        vector.close();
        stretches.close();
    }
}
