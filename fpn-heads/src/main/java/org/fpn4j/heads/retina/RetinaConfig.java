package org.fpn4j.heads.retina;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import org.fpn4j.config.RecordCopy;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.anchor.AnchorConfig;
import org.fpn4j.heads.box.DeltaCoder;
import org.fpn4j.heads.loss.DeltaLossConfig;
import org.fpn4j.heads.loss.FocalConfig;
import org.fpn4j.heads.loss.NormalizerConfig;
import org.fpn4j.heads.match.IouMatcher;
import org.fpn4j.heads.match.MatcherConfig;
import org.fpn4j.heads.nms.PostprocessConfig;
import org.fpn4j.heads.tower.TowerConfig;

/**
 * The RetinaNet head (Lin et al., "Focal Loss for Dense Object Detection", arXiv:1708.02002v2, section 4). The defaults
 * are torchvision's {@code retinanet_resnet50_fpn}, whose 91 classes include an unused background class. Others:
 *
 * <pre>
 * # torchvision v2
 * head:
 *   type: retina
 *   tower: {norm: {type: group_norm}}
 *   box_loss: {kind: giou}
 *
 * # detectron2
 * head:
 *   type: retina
 *   num_classes: 80
 *   anchors: {order: by_size, size_rounding: none, cell_rounding: none, stride: fixed}
 *   box_loss: {kind: smooth_l1, beta: 0.1}
 *   normalizer: {kind: running_mean}
 *   postprocess: {max_detections: 100}
 *
 * # mmdetection
 * head:
 *   type: retina
 *   num_classes: 80
 *   anchors: {size_rounding: none, cell_rounding: none, stride: fixed}
 *   normalizer: {kind: batch}
 *   postprocess: {max_detections: 100}
 *
 * # EfficientDet's anchors
 * head:
 *   type: retina
 *   anchors:
 *     sides: [1.0, 1.0, 1.4, 0.7, 0.7, 1.4]
 *     order: by_size
 *     size_rounding: none
 *     cell_rounding: none
 *     center_offset: 0.5
 *     stride: fraction
 *
 * # ATSS on RetinaNet, one anchor per cell
 * head:
 *   type: retina
 *   anchors: {scale: 8, scales_per_octave: 1, aspect_ratios: [1.0]}
 *   matcher: {type: atss}
 *   box_loss: {kind: giou, weight: 2}
 *   normalizer: {kind: batch}
 * </pre>
 *
 * <p>Differs from the paper: an object keeps its best anchors where all of them are below the threshold ({@code
 * matcher.low_quality_matches}), and the box loss is L1 instead of smooth L1.
 *
 * @param numClasses classes
 * @param tower before each of the two predictors
 * @param prior score that every class starts with
 * @param anchors boxes that predictions start from
 * @param matcher assigns objects to anchors
 * @param boxCoder boxes as deltas from anchors
 * @param classificationLoss loss of the class logits
 * @param boxLoss loss of the deltas
 * @param normalizer of both losses
 * @param postprocess from scores to detections
 */
@JsonTypeName("retina")
@AutoService(HeadConfig.class)
public record RetinaConfig(
        @Range(min = 1, max = 100000) int numClasses,
        TowerConfig tower,
        @Range(min = 0, max = 1, aboveMin = true, belowMax = true) double prior,
        AnchorConfig anchors,
        MatcherConfig matcher,
        DeltaCoder boxCoder,
        FocalConfig classificationLoss,
        DeltaLossConfig boxLoss,
        NormalizerConfig normalizer,
        PostprocessConfig postprocess)
        implements HeadConfig {

    /** torchvision's settings. */
    public RetinaConfig() {
        this(
                91,
                TowerConfig.retina(),
                0.01,
                new AnchorConfig(),
                new IouMatcher(),
                new DeltaCoder(),
                new FocalConfig(),
                new DeltaLossConfig(),
                new NormalizerConfig(NormalizerConfig.Kind.PER_IMAGE),
                new PostprocessConfig(0.05, 1000, 0.5, 300));
    }

    public RetinaConfig {
        requireNonNull(tower, "tower is null");
        FieldChecks.of(RetinaConfig.class)
                .bounds("numClasses", numClasses)
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
        return new RetinaHead(this, pyramid);
    }

    /** The same with another {@code numClasses}. */
    public RetinaConfig withNumClasses(int numClasses) {
        return RecordCopy.with(this, "numClasses", numClasses);
    }

    /** The same with another {@code tower}. */
    public RetinaConfig withTower(TowerConfig tower) {
        return RecordCopy.with(this, "tower", tower);
    }

    /** The same with another {@code prior}. */
    public RetinaConfig withPrior(double prior) {
        return RecordCopy.with(this, "prior", prior);
    }

    /** The same with another {@code anchors}. */
    public RetinaConfig withAnchors(AnchorConfig anchors) {
        return RecordCopy.with(this, "anchors", anchors);
    }

    /** The same with another {@code matcher}. */
    public RetinaConfig withMatcher(MatcherConfig matcher) {
        return RecordCopy.with(this, "matcher", matcher);
    }

    /** The same with another {@code boxCoder}. */
    public RetinaConfig withBoxCoder(DeltaCoder boxCoder) {
        return RecordCopy.with(this, "boxCoder", boxCoder);
    }

    /** The same with another {@code classificationLoss}. */
    public RetinaConfig withClassificationLoss(FocalConfig classificationLoss) {
        return RecordCopy.with(this, "classificationLoss", classificationLoss);
    }

    /** The same with another {@code boxLoss}. */
    public RetinaConfig withBoxLoss(DeltaLossConfig boxLoss) {
        return RecordCopy.with(this, "boxLoss", boxLoss);
    }

    /** The same with another {@code normalizer}. */
    public RetinaConfig withNormalizer(NormalizerConfig normalizer) {
        return RecordCopy.with(this, "normalizer", normalizer);
    }

    /** The same with another {@code postprocess}. */
    public RetinaConfig withPostprocess(PostprocessConfig postprocess) {
        return RecordCopy.with(this, "postprocess", postprocess);
    }
}
