package org.fpn4j.heads.roi;

import static java.util.Objects.requireNonNull;

import org.fpn4j.config.RecordCopy;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.heads.box.DeltaCoder;
import org.fpn4j.heads.loss.DeltaLossConfig;
import org.fpn4j.heads.match.IouMatcher;
import org.fpn4j.heads.match.MatcherConfig;
import org.fpn4j.heads.rpn.SamplingConfig;

/**
 * The second stage of a two-stage detector (Girshick, arXiv:1504.08083v2; Lin et al., arXiv:1612.03144v2, section 4.2).
 *
 * @param pool how regions are pooled
 * @param boxHead from a region's map to a vector
 * @param classAgnostic whether all classes share a box
 * @param boxCoder boxes as deltas from regions
 * @param matcher assigns objects to regions
 * @param sampling which regions the losses see
 * @param withObjects whether the objects' own boxes are among the regions that are sampled
 * @param maxObjects most objects and ignored regions that an image can have in training
 * @param classificationWeight of the softmax cross-entropy in the sum of losses
 * @param boxLoss loss of the deltas
 * @param postprocess from scores to detections
 */
public record RoiConfig(
        PoolConfig pool,
        BoxHeadConfig boxHead,
        boolean classAgnostic,
        DeltaCoder boxCoder,
        MatcherConfig matcher,
        SamplingConfig sampling,
        boolean withObjects,
        @Range(min = 1, max = 100000) int maxObjects,
        @Range(min = 0, max = 1e6) double classificationWeight,
        DeltaLossConfig boxLoss,
        DetectionsConfig postprocess) {
    /** torchvision's settings. */
    public RoiConfig() {
        this(
                new PoolConfig(7),
                new TwoMlp(),
                false,
                new DeltaCoder(10, 5, Math.log(1000.0 / 16)),
                new IouMatcher(0.5, 0.5, false),
                new SamplingConfig(512, 0.25),
                true,
                256,
                1,
                new DeltaLossConfig(DeltaLossConfig.Kind.SMOOTH_L1, 1.0 / 9, 1),
                new DetectionsConfig());
    }

    public RoiConfig {
        requireNonNull(pool, "pool is null");
        requireNonNull(boxHead, "boxHead is null");
        requireNonNull(boxCoder, "boxCoder is null");
        requireNonNull(matcher, "matcher is null");
        requireNonNull(sampling, "sampling is null");
        requireNonNull(boxLoss, "boxLoss is null");
        requireNonNull(postprocess, "postprocess is null");
        FieldChecks.of(RoiConfig.class)
                .bounds("maxObjects", maxObjects)
                .bounds("classificationWeight", classificationWeight)
                .require(
                        !boxLoss.comparesBoxes(),
                        "boxLoss",
                        boxLoss.kind(),
                        "compares boxes, which regions have none of; l1 and smooth_l1 compare deltas")
                .done();
    }

    /** The same with another {@code pool}. */
    public RoiConfig withPool(PoolConfig pool) {
        return RecordCopy.with(this, "pool", pool);
    }

    /** The same with another {@code boxHead}. */
    public RoiConfig withBoxHead(BoxHeadConfig boxHead) {
        return RecordCopy.with(this, "boxHead", boxHead);
    }

    /** The same with another {@code classAgnostic}. */
    public RoiConfig withClassAgnostic(boolean classAgnostic) {
        return RecordCopy.with(this, "classAgnostic", classAgnostic);
    }

    /** The same with another {@code sampling}. */
    public RoiConfig withSampling(SamplingConfig sampling) {
        return RecordCopy.with(this, "sampling", sampling);
    }

    /** The same with another {@code postprocess}. */
    public RoiConfig withPostprocess(DetectionsConfig postprocess) {
        return RecordCopy.with(this, "postprocess", postprocess);
    }
}
