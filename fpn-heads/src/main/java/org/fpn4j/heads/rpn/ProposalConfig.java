package org.fpn4j.heads.rpn;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.region.Proposals;
import org.fpn4j.heads.anchor.AnchorGrid;
import org.fpn4j.heads.box.DeltaCoder;

/**
 * What of a region proposal network's boxes is proposed ({@link Proposals}).
 *
 * @param training how many in training
 * @param prediction how many in prediction
 * @param nmsThreshold largest overlap of two proposals of a level
 * @param leastSide pixels; smaller boxes are not proposed
 */
public record ProposalConfig(
        Counts training,
        Counts prediction,
        @Range(min = 0, max = 1) double nmsThreshold,
        @Range(min = 0, max = 1e6) double leastSide) {
    /**
     * How many.
     *
     * @param perLevel best anchors of each level
     * @param most proposals of an image, after suppression
     */
    public record Counts(@Range(min = 1, max = 1000000) int perLevel, @Range(min = 1, max = 100000) int most) {
        public Counts {
            FieldChecks.of(Counts.class)
                    .bounds("perLevel", perLevel)
                    .bounds("most", most)
                    .done();
        }
    }

    /** torchvision's. */
    public ProposalConfig() {
        this(new Counts(2000, 2000), new Counts(1000, 1000), 0.7, 1e-3);
    }

    public ProposalConfig {
        requireNonNull(training, "training is null");
        requireNonNull(prediction, "prediction is null");
        FieldChecks.of(ProposalConfig.class)
                .bounds("nmsThreshold", nmsThreshold)
                .bounds("leastSide", leastSide)
                .done();
    }

    /** The decision about an image of a size. */
    public Proposals decision(Counts counts, DeltaCoder coder, AnchorGrid anchors, HeadInputs inputs) {
        return new Proposals(
                Arrays.stream(anchors.ends()).boxed().toList(),
                coder.operation(),
                inputs.imageHeight(),
                inputs.imageWidth(),
                counts.perLevel(),
                counts.most(),
                nmsThreshold,
                leastSide);
    }
}
