package org.fpn4j.training.loop;

import static java.util.Objects.requireNonNull;

import org.fpn4j.core.weights.Weights;

/** Keeps the weights of the best evaluation while a training that may stop early goes on. */
public interface BestWeights {
    /** Keeps these in the place of those before. */
    void keep(Weights weights);

    /** The weights that were kept last. */
    Weights kept();

    /** Keeps them on the heap. */
    static BestWeights inMemory() {
        return new BestWeights() {
            private Weights best;

            @Override
            public void keep(Weights weights) {
                best = requireNonNull(weights, "weights is null");
            }

            @Override
            public Weights kept() {
                if (best == null) {
                    throw new IllegalStateException("no weights were kept; a training is resumed with those it kept");
                }
                return best;
            }
        };
    }
}
