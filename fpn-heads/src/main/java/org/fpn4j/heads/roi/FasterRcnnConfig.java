package org.fpn4j.heads.roi;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import org.fpn4j.config.RecordCopy;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.rpn.RpnConfig;

/**
 * The head of Faster R-CNN on a pyramid (Ren et al., arXiv:1506.01497v3; Lin et al., arXiv:1612.03144v2, sections 4.1 and
 * 4.2): regions are proposed, then classified and refined. The defaults are torchvision's {@code fasterrcnn_resnet50_fpn},
 * which counts the background among its 91 classes. Others:
 *
 * <pre>
 * # torchvision v2
 * head:
 *   type: faster_rcnn
 *   rpn: {tower: {convs: 2}}
 *   roi: {box_head: {type: conv_fc}}
 *
 * # detectron2
 * head:
 *   type: faster_rcnn
 *   num_classes: 80
 *   rpn:
 *     anchors: {order: by_size, size_rounding: none, cell_rounding: none, stride: fixed}
 *     box_loss: {kind: l1}
 *     proposals: {training: {most: 1000}}
 *   roi:
 *     pool: {samples: 0, aligned: true, epsilon: detectron2}
 *     box_loss: {kind: l1}
 *
 * # PANet's adaptive feature pooling
 * head:
 *   type: faster_rcnn
 *   roi: {pool: {levels: all, fusion: max}}
 * </pre>
 *
 * <p>Differs from the papers: both stages learn together, with proposals taken as given.
 *
 * @param numClasses classes, without the background
 * @param rpn first stage
 * @param roi second stage
 */
@JsonTypeName("faster_rcnn")
@AutoService(HeadConfig.class)
public record FasterRcnnConfig(@Range(min = 1, max = 100000) int numClasses, RpnConfig rpn, RoiConfig roi)
        implements HeadConfig {
    /** torchvision's settings. */
    public FasterRcnnConfig() {
        this(90, new RpnConfig(), new RoiConfig());
    }

    public FasterRcnnConfig {
        requireNonNull(rpn, "rpn is null");
        requireNonNull(roi, "roi is null");
        FieldChecks.of(FasterRcnnConfig.class).bounds("numClasses", numClasses).done();
    }

    /** Candidates of an image at most in training, each of which has a random number. */
    int draws() {
        return rpn.proposals().training().most() + roi.maxObjects();
    }

    /**
     * Checks that both stages fit a pyramid.
     *
     * @param head its type, for the message
     */
    public void check(String head, PyramidSpec pyramid) {
        new FieldChecks()
                .also(() -> rpn.check(head, pyramid))
                .also(() -> roi.pool().check("roi.pool", pyramid))
                .done();
    }

    @Override
    public DetectionHead create(PyramidSpec pyramid) {
        check("faster_rcnn", pyramid);
        return new FasterRcnnHead(this, pyramid);
    }

    /** The same with another {@code numClasses}. */
    public FasterRcnnConfig withNumClasses(int numClasses) {
        return RecordCopy.with(this, "numClasses", numClasses);
    }

    /** The same with another {@code rpn}. */
    public FasterRcnnConfig withRpn(RpnConfig rpn) {
        return RecordCopy.with(this, "rpn", rpn);
    }

    /** The same with another {@code roi}. */
    public FasterRcnnConfig withRoi(RoiConfig roi) {
        return RecordCopy.with(this, "roi", roi);
    }
}
