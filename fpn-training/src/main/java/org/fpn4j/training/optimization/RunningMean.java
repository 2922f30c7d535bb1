package org.fpn4j.training.optimization;

import java.util.List;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.execution.VectorAlgebra;

/** The exponential moving average of all trained parameters (EMA), in their memory, which is given back when this is closed. */
public final class RunningMean implements AutoCloseable {
    /** The formula in the memory's operations, a stretch after the other. */
    private static final class InStretches implements AutoCloseable {
        private final VectorAlgebra algebra;
        private final Stretches stretches;
        private final List<FlatVector> means;
        private final List<FlatVector> values;
        private final List<FlatVector> scratch;

        InStretches(FlatVector mean, FlatVector parameters) {
            this.algebra = mean.memory().algebra();
            this.stretches = new Stretches(mean.memory(), mean.size(), 0);
            this.means = stretches.of(mean);
            this.values = stretches.of(parameters);
            this.scratch = stretches.scratch();
        }

        void update(double kept) {
            for (int i = 0; i < means.size(); i++) {
                algebra.multiply(values.get(i), 1 - kept, scratch.get(i));
                algebra.multiply(means.get(i), kept, means.get(i));
                algebra.add(means.get(i), scratch.get(i), means.get(i));
            }
        }

        @Override
        public void close() {
            stretches.close();
        }
    }

    private final double decay;
    private final FlatVector vector;
    private final FlatVector parameters;
    private final InStretches stretched; // null where the memory has the whole update

    /** Begins with the parameters as they are. */
    public RunningMean(ParameterBuffers buffers, double decay) {
        this.decay = decay;
        this.parameters = buffers.values();
        this.vector = buffers.memory().allocate(buffers.length());
        vector.copy(parameters);
        this.stretched = buffers.memory().algebra().fused().isPresent() ? null : new InStretches(vector, parameters);
    }

    /** How many vectors it computes in, each as long as a stretch of its memory's algebra, or as all parameters. */
    public static int scratchVectors(VectorAlgebra algebra) {
        return algebra.fused().isPresent() ? 0 : 1;
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
        vector.memory()
                .algebra()
                .fused()
                .ifPresentOrElse(fused -> fused.runningMean(vector, parameters, kept), () -> stretched.update(kept));
    }

    @Override
    public void close() {
        vector.close();
        if (stretched != null) {
            stretched.close();
        }
    }
}
