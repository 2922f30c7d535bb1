package org.fpn4j.heads.ssd;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import org.fpn4j.config.RecordCopy;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.box.DeltaCoder;
import org.fpn4j.heads.loss.DeltaLossConfig;
import org.fpn4j.heads.loss.NormalizerConfig;
import org.fpn4j.heads.match.ForceMatcher;
import org.fpn4j.heads.match.MatcherConfig;

/**
 * The SSD head (Liu et al., "SSD: Single Shot MultiBox Detector", arXiv:1512.02325v5, section 2): each level has predictors of its
 * own, classes exclude each other and the background, and of the many negatives the hardest are learned. The defaults are
 * torchvision's, but for the default boxes, which fit every pyramid; those of its {@code ssd300_vgg16} stand in
 * {@code configs/models/ssd300_vgg16.yaml}, those of SSDlite in {@code configs/models/ssdlite320_mobilenet_v3_large.yaml}.
 *
 * @param numClasses classes without the background
 * @param predictor of classes and of deltas, on each level
 * @param defaultBoxes the anchors
 * @param matcher which of them answer for an object
 * @param boxCoder deltas of the boxes
 * @param mining which negatives are learned
 * @param classificationLossWeight of the softmax cross-entropy
 * @param boxLoss loss of the deltas
 * @param normalizer of both losses
 * @param postprocess from scores to detections
 */
@JsonTypeName("ssd")
@AutoService(HeadConfig.class)
public record SsdConfig(
        @Range(min = 1, max = 100000) int numClasses,
        SsdPredictor predictor,
        DefaultBoxConfig defaultBoxes,
        MatcherConfig matcher,
        DeltaCoder boxCoder,
        MiningConfig mining,
        @Range(min = 0, max = 1e6) double classificationLossWeight,
        DeltaLossConfig boxLoss,
        NormalizerConfig normalizer,
        SoftmaxPostprocess postprocess)
        implements HeadConfig {

    /** torchvision's settings. */
    public SsdConfig() {
        this(
                90,
                new SsdPredictor(),
                new DefaultBoxConfig(),
                new ForceMatcher(0.5, ForceMatcher.Contested.LAST),
                new DeltaCoder(10, 5, new DeltaCoder().clamp()),
                new MiningConfig(),
                1,
                new DeltaLossConfig(DeltaLossConfig.Kind.SMOOTH_L1, 1, 1),
                new NormalizerConfig(NormalizerConfig.Kind.BATCH),
                new SoftmaxPostprocess());
    }

    public SsdConfig {
        requireNonNull(predictor, "predictor is null");
        requireNonNull(defaultBoxes, "defaultBoxes is null");
        requireNonNull(matcher, "matcher is null");
        requireNonNull(boxCoder, "boxCoder is null");
        requireNonNull(mining, "mining is null");
        requireNonNull(boxLoss, "boxLoss is null");
        requireNonNull(normalizer, "normalizer is null");
        requireNonNull(postprocess, "postprocess is null");
        FieldChecks.of(SsdConfig.class)
                .bounds("numClasses", numClasses)
                .bounds("classificationLossWeight", classificationLossWeight)
                .done();
    }

    @Override
    public DetectionHead create(PyramidSpec pyramid) {
        return new SsdHead(this, pyramid);
    }

    /** The same with another {@code numClasses}. */
    public SsdConfig withNumClasses(int numClasses) {
        return RecordCopy.with(this, "numClasses", numClasses);
    }

    /** The same with another {@code predictor}. */
    public SsdConfig withPredictor(SsdPredictor predictor) {
        return RecordCopy.with(this, "predictor", predictor);
    }

    /** The same with another {@code defaultBoxes}. */
    public SsdConfig withDefaultBoxes(DefaultBoxConfig defaultBoxes) {
        return RecordCopy.with(this, "defaultBoxes", defaultBoxes);
    }

    /** The same with another {@code matcher}. */
    public SsdConfig withMatcher(MatcherConfig matcher) {
        return RecordCopy.with(this, "matcher", matcher);
    }

    /** The same with another {@code boxCoder}. */
    public SsdConfig withBoxCoder(DeltaCoder boxCoder) {
        return RecordCopy.with(this, "boxCoder", boxCoder);
    }

    /** The same with another {@code mining}. */
    public SsdConfig withMining(MiningConfig mining) {
        return RecordCopy.with(this, "mining", mining);
    }

    /** The same with another {@code classificationLossWeight}. */
    public SsdConfig withClassificationLossWeight(double classificationLossWeight) {
        return RecordCopy.with(this, "classificationLossWeight", classificationLossWeight);
    }

    /** The same with another {@code boxLoss}. */
    public SsdConfig withBoxLoss(DeltaLossConfig boxLoss) {
        return RecordCopy.with(this, "boxLoss", boxLoss);
    }

    /** The same with another {@code normalizer}. */
    public SsdConfig withNormalizer(NormalizerConfig normalizer) {
        return RecordCopy.with(this, "normalizer", normalizer);
    }

    /** The same with another {@code postprocess}. */
    public SsdConfig withPostprocess(SoftmaxPostprocess postprocess) {
        return RecordCopy.with(this, "postprocess", postprocess);
    }
}
