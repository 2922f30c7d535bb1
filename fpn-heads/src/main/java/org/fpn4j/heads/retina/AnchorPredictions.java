package org.fpn4j.heads.retina;

import static java.util.Objects.requireNonNull;

import org.fpn4j.heads.anchor.AnchorConfig;
import org.fpn4j.heads.box.DeltaCoder;
import org.fpn4j.heads.loss.DeltaLossConfig;
import org.fpn4j.heads.loss.FocalConfig;
import org.fpn4j.heads.loss.NormalizerConfig;
import org.fpn4j.heads.match.MatcherConfig;
import org.fpn4j.heads.nms.PostprocessConfig;

/**
 * What anchors predict, a score for each class and deltas, whatever layers predict it: how it is learned and decoded.
 *
 * @param numClasses classes
 * @param anchors boxes that predictions start from
 * @param matcher assigns objects to anchors
 * @param boxCoder boxes as deltas from anchors
 * @param classificationLoss loss of the class logits
 * @param boxLoss loss of the deltas
 * @param normalizer of both losses
 * @param postprocess from scores to detections
 */
public record AnchorPredictions(
        int numClasses,
        AnchorConfig anchors,
        MatcherConfig matcher,
        DeltaCoder boxCoder,
        FocalConfig classificationLoss,
        DeltaLossConfig boxLoss,
        NormalizerConfig normalizer,
        PostprocessConfig postprocess) {
    public AnchorPredictions {
        requireNonNull(anchors, "anchors is null");
        requireNonNull(matcher, "matcher is null");
        requireNonNull(boxCoder, "boxCoder is null");
        requireNonNull(classificationLoss, "classificationLoss is null");
        requireNonNull(boxLoss, "boxLoss is null");
        requireNonNull(normalizer, "normalizer is null");
        requireNonNull(postprocess, "postprocess is null");
    }
}
