package org.fpn4j.heads.efficientdet;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.List;
import org.fpn4j.config.RecordCopy;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.anchor.AnchorConfig;
import org.fpn4j.heads.anchor.AnchorOrder;
import org.fpn4j.heads.anchor.CellRounding;
import org.fpn4j.heads.anchor.SizeRounding;
import org.fpn4j.heads.box.DeltaCoder;
import org.fpn4j.heads.loss.DeltaLossConfig;
import org.fpn4j.heads.loss.FocalConfig;
import org.fpn4j.heads.loss.NormalizerConfig;
import org.fpn4j.heads.match.ForceMatcher;
import org.fpn4j.heads.match.MatcherConfig;
import org.fpn4j.heads.nms.PostprocessConfig;
import org.fpn4j.heads.point.GridStride;
import org.fpn4j.heads.retina.AnchorPredictions;

/**
 * EfficientDet's class and box nets (Tan et al., arXiv:1911.09070v7, sections 4 and 5.1): {@code repeats} separable
 * convolutions that all levels share, each followed by a norm of each level's own and an activation, and a separable
 * predictor. It is as wide as the neck.
 *
 * <p>Differs from EfficientDet's own code: deltas are ordered {@code dx, dy, dw, dh} instead of {@code dy, dx, dh, dw}; boxes
 * are clipped to the image before suppression; initial weights are uniform with the variance of its
 * truncated normal ones; and no tower drops connections.
 *
 * @param numClasses classes
 * @param repeats separable convolutions before each of the two predictors
 * @param redundantBias keeps the bias of convolutions in front of a norm, as the official EfficientDet does
 * @param norm after each of them, of each level's own
 * @param activation after each norm
 * @param prior score that every class starts with
 * @param anchors boxes that predictions start from
 * @param matcher assigns objects to anchors
 * @param boxCoder boxes as deltas from anchors
 * @param classificationLoss loss of the class logits
 * @param boxLoss loss of the deltas
 * @param normalizer of both losses
 * @param postprocess from scores to detections
 */
@JsonTypeName("efficientdet")
@AutoService(HeadConfig.class)
public record EfficientDetConfig(
        @Range(min = 1, max = 100000) int numClasses,
        @Range(min = 0, max = 64) int repeats,
        boolean redundantBias,
        NormConfig norm,
        Activation activation,
        @Range(min = 0, max = 1, aboveMin = true, belowMax = true) double prior,
        AnchorConfig anchors,
        MatcherConfig matcher,
        DeltaCoder boxCoder,
        FocalConfig classificationLoss,
        DeltaLossConfig boxLoss,
        NormalizerConfig normalizer,
        PostprocessConfig postprocess)
        implements HeadConfig {

    /** EfficientDet-D0's settings. */
    public EfficientDetConfig() {
        this(
                90,
                3,
                false,
                new Norms.Batch(1e-3, 0.01),
                Activation.SWISH,
                0.01,
                new AnchorConfig()
                        .withSides(List.of(1.0, 1.0, 1.4, 0.7, 0.7, 1.4))
                        .withOrder(AnchorOrder.BY_SIZE)
                        .withSizeRounding(SizeRounding.NONE)
                        .withCellRounding(CellRounding.NONE)
                        .withCenterOffset(0.5)
                        .withStride(GridStride.FRACTION),
                new ForceMatcher(),
                new DeltaCoder(1, 1, 50),
                new FocalConfig(0.25, 1.5, 1),
                new DeltaLossConfig(DeltaLossConfig.Kind.HUBER, 0.1, 50),
                new NormalizerConfig(NormalizerConfig.Kind.BATCH_PLUS_ONE),
                new PostprocessConfig(0, 5000, 5000, 0.5, 100));
    }

    public EfficientDetConfig {
        requireNonNull(norm, "norm is null");
        requireNonNull(activation, "activation is null");
        FieldChecks.of(EfficientDetConfig.class)
                .bounds("numClasses", numClasses)
                .bounds("repeats", repeats)
                .bounds("prior", prior)
                .done();
        new AnchorPredictions(
                numClasses, anchors, matcher, boxCoder, classificationLoss, boxLoss, normalizer, postprocess);
    }

    /** What the head predicts, without the layers that do. */
    AnchorPredictions predictions() {
        return new AnchorPredictions(
                numClasses, anchors, matcher, boxCoder, classificationLoss, boxLoss, normalizer, postprocess);
    }

    @Override
    public DetectionHead create(PyramidSpec pyramid) {
        return new EfficientDetHead(this, pyramid);
    }

    /** The same with another {@code numClasses}. */
    public EfficientDetConfig withNumClasses(int numClasses) {
        return RecordCopy.with(this, "numClasses", numClasses);
    }

    /** The same with another {@code repeats}. */
    public EfficientDetConfig withRepeats(int repeats) {
        return RecordCopy.with(this, "repeats", repeats);
    }

    /** The same with another {@code redundantBias}. */
    public EfficientDetConfig withRedundantBias(boolean redundantBias) {
        return RecordCopy.with(this, "redundantBias", redundantBias);
    }

    /** The same with another {@code norm}. */
    public EfficientDetConfig withNorm(NormConfig norm) {
        return RecordCopy.with(this, "norm", norm);
    }

    /** The same with another {@code activation}. */
    public EfficientDetConfig withActivation(Activation activation) {
        return RecordCopy.with(this, "activation", activation);
    }

    /** The same with another {@code prior}. */
    public EfficientDetConfig withPrior(double prior) {
        return RecordCopy.with(this, "prior", prior);
    }

    /** The same with another {@code anchors}. */
    public EfficientDetConfig withAnchors(AnchorConfig anchors) {
        return RecordCopy.with(this, "anchors", anchors);
    }

    /** The same with another {@code matcher}. */
    public EfficientDetConfig withMatcher(MatcherConfig matcher) {
        return RecordCopy.with(this, "matcher", matcher);
    }

    /** The same with another {@code boxCoder}. */
    public EfficientDetConfig withBoxCoder(DeltaCoder boxCoder) {
        return RecordCopy.with(this, "boxCoder", boxCoder);
    }

    /** The same with another {@code classificationLoss}. */
    public EfficientDetConfig withClassificationLoss(FocalConfig classificationLoss) {
        return RecordCopy.with(this, "classificationLoss", classificationLoss);
    }

    /** The same with another {@code boxLoss}. */
    public EfficientDetConfig withBoxLoss(DeltaLossConfig boxLoss) {
        return RecordCopy.with(this, "boxLoss", boxLoss);
    }

    /** The same with another {@code normalizer}. */
    public EfficientDetConfig withNormalizer(NormalizerConfig normalizer) {
        return RecordCopy.with(this, "normalizer", normalizer);
    }

    /** The same with another {@code postprocess}. */
    public EfficientDetConfig withPostprocess(PostprocessConfig postprocess) {
        return RecordCopy.with(this, "postprocess", postprocess);
    }
}
