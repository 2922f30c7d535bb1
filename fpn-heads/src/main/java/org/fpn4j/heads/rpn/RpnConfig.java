package org.fpn4j.heads.rpn;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.fpn4j.config.RecordCopy;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.anchor.AnchorConfig;
import org.fpn4j.heads.anchor.AnchorOrder;
import org.fpn4j.heads.anchor.CellRounding;
import org.fpn4j.heads.anchor.SizeRounding;
import org.fpn4j.heads.box.DeltaCoder;
import org.fpn4j.heads.loss.DeltaLossConfig;
import org.fpn4j.heads.match.IouMatcher;
import org.fpn4j.heads.match.MatcherConfig;
import org.fpn4j.heads.point.GridStride;
import org.fpn4j.heads.tower.TowerConfig;

/**
 * A region proposal network on a pyramid (Ren et al., arXiv:1506.01497v3, section 3.1; Lin et al., arXiv:1612.03144v2,
 * section 4.1): a 3x3 convolution that all levels share, one size of anchors on each level.
 *
 * <pre>
 *                       torchvision   torchvision v2   detectron2
 * tower.convs           1             2                1
 * anchors               as here       as here          size_rounding, cell_rounding: none; stride: fixed; by_size
 * box_loss              smooth_l1     smooth_l1        l1
 * proposals.training    2000, 2000    2000, 2000       2000, 1000
 * </pre>
 *
 * @param tower before the two predictors
 * @param anchors boxes that proposals start from
 * @param matcher assigns objects to anchors
 * @param boxCoder boxes as deltas from anchors
 * @param sampling which anchors the losses see
 * @param objectnessWeight of the binary cross-entropy in the sum of losses
 * @param boxLoss loss of the deltas
 * @param proposals what of it is proposed
 */
public record RpnConfig(
        TowerConfig tower,
        AnchorConfig anchors,
        MatcherConfig matcher,
        DeltaCoder boxCoder,
        SamplingConfig sampling,
        @Range(min = 0, max = 1e6) double objectnessWeight,
        DeltaLossConfig boxLoss,
        ProposalConfig proposals) {

    /** torchvision's settings. */
    public RpnConfig() {
        this(
                new TowerConfig(1, 0, new Norms.None(), false, Activation.RELU, false),
                new AnchorConfig(
                        8,
                        1,
                        List.of(0.5, 1.0, 2.0),
                        AnchorOrder.BY_RATIO,
                        SizeRounding.FLOOR,
                        CellRounding.ROUND,
                        0,
                        GridStride.GRID),
                new IouMatcher(0.7, 0.3, true),
                new DeltaCoder(),
                new SamplingConfig(256, 0.5),
                1,
                new DeltaLossConfig(DeltaLossConfig.Kind.SMOOTH_L1, 1.0 / 9, 1),
                new ProposalConfig());
    }

    public RpnConfig {
        requireNonNull(tower, "tower is null");
        requireNonNull(anchors, "anchors is null");
        requireNonNull(matcher, "matcher is null");
        requireNonNull(boxCoder, "boxCoder is null");
        requireNonNull(sampling, "sampling is null");
        requireNonNull(boxLoss, "boxLoss is null");
        requireNonNull(proposals, "proposals is null");
        FieldChecks.of(RpnConfig.class)
                .bounds("objectnessWeight", objectnessWeight)
                .done();
    }

    /**
     * Checks that it fits a pyramid.
     *
     * @param head its type, for the message
     */
    public void check(String head, PyramidSpec pyramid) {
        new FieldChecks()
                .also(() -> TowerConfig.checkWidths(head, pyramid))
                .part("rpn", () -> tower.checkNorm(pyramid))
                .part("rpn", () -> anchors.check(pyramid))
                .done();
    }

    /** The same with another {@code tower}. */
    public RpnConfig withTower(TowerConfig tower) {
        return RecordCopy.with(this, "tower", tower);
    }

    /** The same with another {@code anchors}. */
    public RpnConfig withAnchors(AnchorConfig anchors) {
        return RecordCopy.with(this, "anchors", anchors);
    }

    /** The same with another {@code matcher}. */
    public RpnConfig withMatcher(MatcherConfig matcher) {
        return RecordCopy.with(this, "matcher", matcher);
    }

    /** The same with another {@code sampling}. */
    public RpnConfig withSampling(SamplingConfig sampling) {
        return RecordCopy.with(this, "sampling", sampling);
    }

    /** The same with another {@code boxLoss}. */
    public RpnConfig withBoxLoss(DeltaLossConfig boxLoss) {
        return RecordCopy.with(this, "boxLoss", boxLoss);
    }

    /** The same with another {@code proposals}. */
    public RpnConfig withProposals(ProposalConfig proposals) {
        return RecordCopy.with(this, "proposals", proposals);
    }
}
