package org.fpn4j.heads.mask;

import static java.util.Objects.requireNonNull;

import org.fpn4j.config.RecordCopy;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.heads.roi.PoolConfig;

/**
 * The mask branch (He et al., arXiv:1703.06870v3, section 3 and figure 4, right): 3x3 convolutions, a transposed convolution
 * that doubles the map, a map of logits for each class.
 *
 * @param pool how regions are pooled; masks have twice its rows and columns
 * @param convs 3x3 convolutions
 * @param channels of each
 * @param norm after each
 * @param fullyConnected whether a fully connected layer beside the last convolution adds a mask that is of no class (Liu et
 *     al., arXiv:1803.01534v4, section 3.3)
 * @param weight of the binary cross-entropy in the sum of losses
 * @param maxRuns most runs of pixels that the masks of an image can have in training
 */
public record MaskConfig(
        PoolConfig pool,
        @Range(min = 1, max = 64) int convs,
        @Range(min = 2, max = 8192) int channels,
        NormConfig norm,
        boolean fullyConnected,
        @Range(min = 0, max = 1e6) double weight,
        @Range(min = 1, max = 100000000) int maxRuns) {
    /** torchvision's settings. */
    public MaskConfig() {
        this(new PoolConfig(14), 4, 256, new Norms.None(), false, 1, 131072);
    }

    public MaskConfig {
        requireNonNull(pool, "pool is null");
        requireNonNull(norm, "norm is null");
        FieldChecks.of(MaskConfig.class)
                .bounds("convs", convs)
                .bounds("channels", channels)
                .bounds("weight", weight)
                .bounds("maxRuns", maxRuns)
                .done();
    }

    /** Rows and columns of a mask. */
    public int size() {
        return 2 * pool.size();
    }

    /** The same with another {@code pool}. */
    public MaskConfig withPool(PoolConfig pool) {
        return RecordCopy.with(this, "pool", pool);
    }

    /** The same with another {@code norm}. */
    public MaskConfig withNorm(NormConfig norm) {
        return RecordCopy.with(this, "norm", norm);
    }

    /** The same with another {@code fullyConnected}. */
    public MaskConfig withFullyConnected(boolean fullyConnected) {
        return RecordCopy.with(this, "fullyConnected", fullyConnected);
    }
}
