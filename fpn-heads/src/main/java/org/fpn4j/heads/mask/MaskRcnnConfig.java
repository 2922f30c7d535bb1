package org.fpn4j.heads.mask;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import org.fpn4j.config.RecordCopy;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.roi.FasterRcnnConfig;
import org.fpn4j.heads.roi.RoiConfig;
import org.fpn4j.heads.rpn.RpnConfig;

/**
 * The head of Mask R-CNN on a pyramid (He et al., arXiv:1703.06870v3): that of Faster R-CNN, and a mask for each detection. The
 * defaults are torchvision's {@code maskrcnn_resnet50_fpn}. Others:
 *
 * <pre>
 * # torchvision v2
 * head:
 *   type: mask_rcnn
 *   rpn: {tower: {convs: 2}}
 *   roi: {box_head: {type: conv_fc}}
 *   mask: {norm: {type: batch_norm}}
 *
 * # PANet: adaptive feature pooling and fully connected fusion
 * head:
 *   type: mask_rcnn
 *   roi: {pool: {levels: all}}
 *   mask: {pool: {levels: all}, fully_connected: true}
 * </pre>
 *
 * @param numClasses classes, without the background
 * @param rpn first stage
 * @param roi second stage
 * @param mask masks of what is detected
 */
@JsonTypeName("mask_rcnn")
@AutoService(HeadConfig.class)
public record MaskRcnnConfig(
        @Range(min = 1, max = 100000) int numClasses, RpnConfig rpn, RoiConfig roi, MaskConfig mask)
        implements HeadConfig {
    /** torchvision's settings. */
    public MaskRcnnConfig() {
        this(90, new RpnConfig(), new RoiConfig(), new MaskConfig());
    }

    public MaskRcnnConfig {
        requireNonNull(rpn, "rpn is null");
        requireNonNull(roi, "roi is null");
        requireNonNull(mask, "mask is null");
        FieldChecks.of(MaskRcnnConfig.class).bounds("numClasses", numClasses).done();
    }

    /** The head of the boxes. */
    public FasterRcnnConfig boxes() {
        return new FasterRcnnConfig(numClasses, rpn, roi);
    }

    @Override
    public DetectionHead create(PyramidSpec pyramid) {
        new FieldChecks()
                .also(() -> boxes().check("mask_rcnn", pyramid))
                .also(() -> mask.pool().check("mask.pool", pyramid))
                .done();
        return new MaskRcnnHead(this, pyramid);
    }

    @Override
    public boolean learnsMasks() {
        return true;
    }

    /** The same with another {@code numClasses}. */
    public MaskRcnnConfig withNumClasses(int numClasses) {
        return RecordCopy.with(this, "numClasses", numClasses);
    }

    /** The same with another {@code rpn}. */
    public MaskRcnnConfig withRpn(RpnConfig rpn) {
        return RecordCopy.with(this, "rpn", rpn);
    }

    /** The same with another {@code roi}. */
    public MaskRcnnConfig withRoi(RoiConfig roi) {
        return RecordCopy.with(this, "roi", roi);
    }

    /** The same with another {@code mask}. */
    public MaskRcnnConfig withMask(MaskConfig mask) {
        return RecordCopy.with(this, "mask", mask);
    }
}
