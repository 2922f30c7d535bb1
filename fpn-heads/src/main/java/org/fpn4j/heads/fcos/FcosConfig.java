package org.fpn4j.heads.fcos;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import org.fpn4j.config.RecordCopy;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.loss.FocalConfig;
import org.fpn4j.heads.loss.NormalizerConfig;
import org.fpn4j.heads.loss.OverlapLossConfig;
import org.fpn4j.heads.nms.PostprocessConfig;
import org.fpn4j.heads.point.PointConfig;
import org.fpn4j.heads.tower.TowerConfig;

/**
 * The FCOS head (Tian et al., "FCOS: A Simple and Strong Anchor-free Object Detector", arXiv:2006.09214v3, section 3).
 * The defaults are torchvision's {@code fcos_resnet50_fpn}, whose 91 classes include an unused background class.
 * Others:
 *
 * <pre>
 * # the authors' code with its improvements
 * head:
 *   type: fcos
 *   num_classes: 80
 *   per_level_scale: true
 *   points: {center_offset: 0.5, offset_rounding: floor, stride: fixed}
 *   assignment: {limits_inclusive: true}
 *   box_loss: {centerness_weighted: true}
 *   score: cls_then_sqrt_product
 *   postprocess: {score_threshold: 0.05}
 *
 * # detectron2
 * head:
 *   type: fcos
 *   num_classes: 80
 *   points: {center_offset: 0.5, stride: fixed}
 *   normalizer: {kind: running_mean, initial: 300}
 *
 * # mmdetection
 * head:
 *   type: fcos
 *   num_classes: 80
 *   tower: {bias_with_norm: false}
 *   centerness_on: cls
 *   per_level_scale: true
 *   box_activation: exp
 *   normalize_by_stride: false
 *   points: {center_offset: 0.5, stride: fixed}
 *   assignment: {limits_inclusive: true, center_sampling_radius: 0}
 *   box_loss: {kind: log_iou, centerness_weighted: true}
 *   score: cls_then_product
 *   postprocess: {score_threshold: 0.05, nms_threshold: 0.5}
 * </pre>
 *
 * @param numClasses classes
 * @param tower before the predictors of classes and of distances
 * @param prior score that every class starts with
 * @param centernessOn tower that centre-ness is predicted from
 * @param perLevelScale whether each level has a learned factor before the activation of distances
 * @param boxActivation makes distances of predictions
 * @param normalizeByStride whether distances are predicted in strides instead of pixels
 * @param points where cells lie
 * @param assignment which point is responsible for which object
 * @param classificationLoss loss of the class logits
 * @param boxLoss loss of the distances
 * @param centernessLossWeight weight of the binary cross-entropy of centre-ness
 * @param normalizer of all losses
 * @param score how class score and centre-ness make a score
 * @param postprocess from scores to detections
 */
@JsonTypeName("fcos")
@AutoService(HeadConfig.class)
public record FcosConfig(
        @Range(min = 1, max = 100000) int numClasses,
        TowerConfig tower,
        @Range(min = 0, max = 1, aboveMin = true, belowMax = true) double prior,
        CenternessBranch centernessOn,
        boolean perLevelScale,
        BoxActivation boxActivation,
        boolean normalizeByStride,
        PointConfig points,
        AssignmentConfig assignment,
        FocalConfig classificationLoss,
        OverlapLossConfig boxLoss,
        @Range(min = 0, max = 1e6) double centernessLossWeight,
        NormalizerConfig normalizer,
        ScoreMode score,
        PostprocessConfig postprocess)
        implements HeadConfig {

    /** torchvision's settings. */
    public FcosConfig() {
        this(
                91,
                TowerConfig.fcos(),
                0.01,
                CenternessBranch.BOX,
                false,
                BoxActivation.RELU,
                true,
                new PointConfig(),
                new AssignmentConfig(),
                new FocalConfig(),
                new OverlapLossConfig(),
                1,
                new NormalizerConfig(NormalizerConfig.Kind.BATCH),
                ScoreMode.SQRT_PRODUCT,
                new PostprocessConfig(0.2, 1000, 0.6, 100));
    }

    public FcosConfig {
        requireNonNull(tower, "tower is null");
        requireNonNull(centernessOn, "centernessOn is null");
        requireNonNull(boxActivation, "boxActivation is null");
        requireNonNull(points, "points is null");
        requireNonNull(assignment, "assignment is null");
        requireNonNull(classificationLoss, "classificationLoss is null");
        requireNonNull(boxLoss, "boxLoss is null");
        requireNonNull(normalizer, "normalizer is null");
        requireNonNull(score, "score is null");
        requireNonNull(postprocess, "postprocess is null");
        FieldChecks.of(FcosConfig.class)
                .bounds("numClasses", numClasses)
                .bounds("prior", prior)
                .bounds("centernessLossWeight", centernessLossWeight)
                .done();
    }

    @Override
    public DetectionHead create(PyramidSpec pyramid) {
        return new FcosHead(this, pyramid);
    }

    /** The same with another {@code numClasses}. */
    public FcosConfig withNumClasses(int numClasses) {
        return RecordCopy.with(this, "numClasses", numClasses);
    }

    /** The same with another {@code tower}. */
    public FcosConfig withTower(TowerConfig tower) {
        return RecordCopy.with(this, "tower", tower);
    }

    /** The same with another {@code prior}. */
    public FcosConfig withPrior(double prior) {
        return RecordCopy.with(this, "prior", prior);
    }

    /** The same with another {@code centernessOn}. */
    public FcosConfig withCenternessOn(CenternessBranch centernessOn) {
        return RecordCopy.with(this, "centernessOn", centernessOn);
    }

    /** The same with another {@code perLevelScale}. */
    public FcosConfig withPerLevelScale(boolean perLevelScale) {
        return RecordCopy.with(this, "perLevelScale", perLevelScale);
    }

    /** The same with another {@code boxActivation}. */
    public FcosConfig withBoxActivation(BoxActivation boxActivation) {
        return RecordCopy.with(this, "boxActivation", boxActivation);
    }

    /** The same with another {@code normalizeByStride}. */
    public FcosConfig withNormalizeByStride(boolean normalizeByStride) {
        return RecordCopy.with(this, "normalizeByStride", normalizeByStride);
    }

    /** The same with another {@code points}. */
    public FcosConfig withPoints(PointConfig points) {
        return RecordCopy.with(this, "points", points);
    }

    /** The same with another {@code assignment}. */
    public FcosConfig withAssignment(AssignmentConfig assignment) {
        return RecordCopy.with(this, "assignment", assignment);
    }

    /** The same with another {@code classificationLoss}. */
    public FcosConfig withClassificationLoss(FocalConfig classificationLoss) {
        return RecordCopy.with(this, "classificationLoss", classificationLoss);
    }

    /** The same with another {@code boxLoss}. */
    public FcosConfig withBoxLoss(OverlapLossConfig boxLoss) {
        return RecordCopy.with(this, "boxLoss", boxLoss);
    }

    /** The same with another {@code centernessLossWeight}. */
    public FcosConfig withCenternessLossWeight(double centernessLossWeight) {
        return RecordCopy.with(this, "centernessLossWeight", centernessLossWeight);
    }

    /** The same with another {@code normalizer}. */
    public FcosConfig withNormalizer(NormalizerConfig normalizer) {
        return RecordCopy.with(this, "normalizer", normalizer);
    }

    /** The same with another {@code score}. */
    public FcosConfig withScore(ScoreMode score) {
        return RecordCopy.with(this, "score", score);
    }

    /** The same with another {@code postprocess}. */
    public FcosConfig withPostprocess(PostprocessConfig postprocess) {
        return RecordCopy.with(this, "postprocess", postprocess);
    }
}
