package org.fpn4j.engine.plan;

import java.util.Optional;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Operation;

/**
 * The part that a node can take in a step of several. Most take none, and are steps of their own.
 *
 * @param convolution takes others along
 * @param norm may go into the convolution before it, where its statistics are stored ones
 * @param sum may take the convolution before it as one of two terms
 * @param activation may be the convolution's last
 * @param joinAxis of a concatenation, along which cells may be joined; otherwise negative
 * @param cells whether it makes cells of a map
 */
record FusionPart(
        Optional<Operation.Convolution> convolution,
        Optional<Operation.BatchNorm> norm,
        boolean sum,
        Optional<Activation> activation,
        int joinAxis,
        boolean cells) {
    /** Of a node that stands alone. */
    static final FusionPart NONE =
            new FusionPart(Optional.empty(), Optional.empty(), false, Optional.empty(), -1, false);

    /** The part that an operation can take. */
    static FusionPart of(Operation operation) {
        return operation.accept(new Parts());
    }

    private static final class Parts implements Operation.Visitor<FusionPart> {
        @Override
        public FusionPart convolution(Operation.Convolution convolution) {
            return new FusionPart(Optional.of(convolution), Optional.empty(), false, Optional.empty(), -1, false);
        }

        @Override
        public FusionPart batchNorm(Operation.BatchNorm norm) {
            return new FusionPart(Optional.empty(), Optional.of(norm), false, Optional.empty(), -1, false);
        }

        @Override
        public FusionPart groupNorm(Operation.GroupNorm norm) {
            return NONE;
        }

        @Override
        public FusionPart activate(Operation.Activate activate) {
            return new FusionPart(
                    Optional.empty(), Optional.empty(), false, Optional.of(activate.activation()), -1, false);
        }

        @Override
        public FusionPart maxPool(Operation.MaxPool pool) {
            return NONE;
        }

        @Override
        public FusionPart resizeNearest(Operation.ResizeNearest resize) {
            return NONE;
        }

        @Override
        public FusionPart sum(Operation.Sum sum) {
            return new FusionPart(Optional.empty(), Optional.empty(), true, Optional.empty(), -1, false);
        }

        @Override
        public FusionPart multiply(Operation.Multiply multiply) {
            return NONE;
        }

        @Override
        public FusionPart scaleByParameter(Operation.ScaleByParameter scale) {
            return NONE;
        }

        @Override
        public FusionPart weightedFusion(Operation.WeightedFusion fusion) {
            return NONE;
        }

        @Override
        public FusionPart concat(Operation.Concat concat) {
            return new FusionPart(Optional.empty(), Optional.empty(), false, Optional.empty(), concat.axis(), false);
        }

        @Override
        public FusionPart mapToCells(Operation.MapToCells cells) {
            return new FusionPart(Optional.empty(), Optional.empty(), false, Optional.empty(), -1, true);
        }

        @Override
        public FusionPart slice(Operation.Slice slice) {
            return NONE;
        }

        @Override
        public FusionPart maximum(Operation.Maximum maximum) {
            return NONE;
        }

        @Override
        public FusionPart mapsToRows(Operation.MapsToRows maps) {
            return NONE;
        }

        @Override
        public FusionPart depthToSpace(Operation.DepthToSpace depth) {
            return NONE;
        }

        @Override
        public FusionPart spaceToDepth(Operation.SpaceToDepth space) {
            return NONE;
        }

        @Override
        public FusionPart globalAveragePool(Operation.GlobalAveragePool pool) {
            return NONE;
        }

        @Override
        public FusionPart scaleChannels(Operation.ScaleChannels scale) {
            return NONE;
        }

        @Override
        public FusionPart normalizeChannels(Operation.NormalizeChannels normalize) {
            return NONE;
        }

        @Override
        public FusionPart takeClass(Operation.TakeClass take) {
            return NONE;
        }

        @Override
        public FusionPart roiAlign(Operation.RoiAlign align) {
            return NONE;
        }

        @Override
        public FusionPart decision(Operation.Decision decision) {
            return NONE;
        }

        @Override
        public FusionPart decodeDeltas(Operation.DecodeDeltas decode) {
            return NONE;
        }

        @Override
        public FusionPart distancesToBoxes(Operation.DistancesToBoxes distances) {
            return NONE;
        }

        @Override
        public FusionPart loss(Operation.Loss loss) {
            return NONE;
        }

        @Override
        public FusionPart extension(Operation.Extension operation) {
            return NONE;
        }
    }
}
