package org.fpn4j.heads.yolox;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import org.fpn4j.config.RecordCopy;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.nms.PostprocessConfig;

/**
 * YOLOX's head (Ge et al., "YOLOX: Exceeding YOLO Series in 2021", arXiv:2107.08430v2, section 2.1 and figure 2): each level has
 * branches of its own for classes and for boxes with objectness; cells are assigned to objects by what they predict ({@link
 * SimOta}). The defaults are those of YOLOX's size {@code l}; other sizes differ in {@code channels} alone, 256 times their
 * width factor, and {@code nano} in {@code depthwise}.
 *
 * <p>Differs from YOLOX: boxes end with the image once they have suppressed each other, and those beside it are no detections;
 * sides end at e^30 strides. Objects of ignored regions (crowds) are no negatives.
 *
 * @param numClasses classes
 * @param channels of every convolution but the predictors
 * @param convs 3x3 convolutions of each branch
 * @param depthwise whether these are a depthwise and a pointwise one
 * @param norm after every convolution but the predictors
 * @param activation after every norm
 * @param prior class score, and objectness, that every cell starts with
 * @param assignment which cells are responsible for which object
 * @param maxObjects most objects and ignored regions that an image can have in training
 * @param boxWeight of the box loss {@code 1 - IoU^2} in the sum
 * @param objectnessWeight of the binary cross-entropy of objectness in the sum
 * @param classificationWeight of the binary cross-entropy of classes, whose targets are overlaps, in the sum
 * @param l1Weight of the L1 loss of the four numbers that boxes are made of; 0: there is none. YOLOX has 1 in its last epochs
 * @param postprocess from scores to detections
 */
@JsonTypeName("yolox")
@AutoService(HeadConfig.class)
public record YoloxConfig(
        @Range(min = 1, max = 100000) int numClasses,
        @Range(min = 1, max = 8192) int channels,
        @Range(min = 0, max = 64) int convs,
        boolean depthwise,
        NormConfig norm,
        Activation activation,
        @Range(min = 0, max = 1, aboveMin = true, belowMax = true) double prior,
        SimOtaConfig assignment,
        @Range(min = 1, max = 100000) int maxObjects,
        @Range(min = 0, max = 1e6) double boxWeight,
        @Range(min = 0, max = 1e6) double objectnessWeight,
        @Range(min = 0, max = 1e6) double classificationWeight,
        @Range(min = 0, max = 1e6) double l1Weight,
        PostprocessConfig postprocess)
        implements HeadConfig {
    /** YOLOX's settings. */
    public YoloxConfig() {
        this(
                80,
                256,
                2,
                false,
                new Norms.Batch(1e-3, 0.03),
                Activation.SWISH,
                0.01,
                new SimOtaConfig(),
                256,
                5,
                1,
                1,
                0,
                new PostprocessConfig(0.01, 10000, 0.65, 100));
    }

    public YoloxConfig {
        requireNonNull(norm, "norm is null");
        requireNonNull(activation, "activation is null");
        requireNonNull(assignment, "assignment is null");
        requireNonNull(postprocess, "postprocess is null");
        FieldChecks.of(YoloxConfig.class)
                .bounds("numClasses", numClasses)
                .bounds("channels", channels)
                .bounds("convs", convs)
                .bounds("prior", prior)
                .bounds("maxObjects", maxObjects)
                .bounds("boxWeight", boxWeight)
                .bounds("objectnessWeight", objectnessWeight)
                .bounds("classificationWeight", classificationWeight)
                .bounds("l1Weight", l1Weight)
                .done();
    }

    @Override
    public DetectionHead create(PyramidSpec pyramid) {
        if (norm instanceof Norms.Group group) {
            new FieldChecks()
                    .require(
                            channels % group.groups() == 0,
                            "norm.groups",
                            group.groups(),
                            "must divide the head's channels[" + channels + "]")
                    .done();
        }
        return new YoloxHead(this, pyramid);
    }

    /** The same with another {@code numClasses}. */
    public YoloxConfig withNumClasses(int numClasses) {
        return RecordCopy.with(this, "numClasses", numClasses);
    }

    /** The same with another {@code channels}. */
    public YoloxConfig withChannels(int channels) {
        return RecordCopy.with(this, "channels", channels);
    }

    /** The same with another {@code convs}. */
    public YoloxConfig withConvs(int convs) {
        return RecordCopy.with(this, "convs", convs);
    }

    /** The same with another {@code depthwise}. */
    public YoloxConfig withDepthwise(boolean depthwise) {
        return RecordCopy.with(this, "depthwise", depthwise);
    }

    /** The same with another {@code norm}. */
    public YoloxConfig withNorm(NormConfig norm) {
        return RecordCopy.with(this, "norm", norm);
    }

    /** The same with another {@code activation}. */
    public YoloxConfig withActivation(Activation activation) {
        return RecordCopy.with(this, "activation", activation);
    }

    /** The same with another {@code prior}. */
    public YoloxConfig withPrior(double prior) {
        return RecordCopy.with(this, "prior", prior);
    }

    /** The same with another {@code assignment}. */
    public YoloxConfig withAssignment(SimOtaConfig assignment) {
        return RecordCopy.with(this, "assignment", assignment);
    }

    /** The same with another {@code maxObjects}. */
    public YoloxConfig withMaxObjects(int maxObjects) {
        return RecordCopy.with(this, "maxObjects", maxObjects);
    }

    /** The same with another {@code boxWeight}. */
    public YoloxConfig withBoxWeight(double boxWeight) {
        return RecordCopy.with(this, "boxWeight", boxWeight);
    }

    /** The same with another {@code objectnessWeight}. */
    public YoloxConfig withObjectnessWeight(double objectnessWeight) {
        return RecordCopy.with(this, "objectnessWeight", objectnessWeight);
    }

    /** The same with another {@code classificationWeight}. */
    public YoloxConfig withClassificationWeight(double classificationWeight) {
        return RecordCopy.with(this, "classificationWeight", classificationWeight);
    }

    /** The same with another {@code l1Weight}. */
    public YoloxConfig withL1Weight(double l1Weight) {
        return RecordCopy.with(this, "l1Weight", l1Weight);
    }

    /** The same with another {@code postprocess}. */
    public YoloxConfig withPostprocess(PostprocessConfig postprocess) {
        return RecordCopy.with(this, "postprocess", postprocess);
    }
}
