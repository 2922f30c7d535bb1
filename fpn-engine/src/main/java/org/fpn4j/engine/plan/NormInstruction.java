package org.fpn4j.engine.plan;

import java.util.function.IntPredicate;

/** Steps of batch norms, other than an operation as it stands. */
public sealed interface NormInstruction extends Instruction {
    /**
     * A stored batch norm moved into the convolution before it, with {@code s = scale / sqrt(variance + epsilon)}: weight
     * becomes {@code s weight}, bias {@code shift + s (bias - mean)}. Inputs: weight, bias where there is one, scale,
     * shift, mean, variance. Outputs: the new weight and the new bias.
     */
    record Fold(double epsilon, boolean bias) implements NormInstruction {
        @Override
        public String label() {
            return "fold norm";
        }

        @Override
        public int passing(IntPredicate trained) {
            return bias && trained.test(1) ? 2 : 1;
        }

        @Override
        public boolean prepares() {
            return true;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.foldNorm(this);
        }
    }

    /**
     * Gradients of the folded weight and bias to those of the convolution's own: times {@code s}. Inputs: scale, variance,
     * gradient of the new weight, and with a bias the gradient of the new bias. Outputs: dweight, and dbias.
     */
    record FoldBackward(double epsilon, boolean bias) implements NormInstruction {
        @Override
        public String label() {
            return "fold norm backward";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.foldNormBackward(this);
        }
    }

    /** Batch norm by the statistics of its batch. Inputs: x, scale, shift. Outputs: y, mean, variance (biased). */
    record Normalize(double epsilon) implements NormInstruction {
        @Override
        public String label() {
            return "batch norm";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.normalizeBatch(this);
        }
    }

    /** Inputs: x, scale, mean, variance, dy. Outputs: dx, dscale, dshift. */
    record NormalizeBackward(double epsilon) implements NormInstruction {
        @Override
        public String label() {
            return "batch norm backward";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.normalizeBatchBackward(this);
        }
    }

    /**
     * Running statistics take a share of the batch's, the variance in its unbiased estimate. Inputs: mean and variance of
     * the batch. Outputs: the running ones, which are buffers of the network and change in place.
     *
     * @param values per channel
     */
    record UpdateStatistics(double momentum, long values) implements NormInstruction {
        @Override
        public String label() {
            return "update running statistics";
        }

        @Override
        public boolean changesBuffers() {
            return true;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.updateStatistics(this);
        }
    }
}
