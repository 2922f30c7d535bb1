package org.fpn4j.interop.dl4j;

import java.util.List;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;

/**
 * What each operation becomes in a DL4J graph.
 *
 * @param shapes of its inputs
 * @param trainable whether any of its parameters is
 */
record Counterparts(List<Shape> shapes, Shape output, boolean trainable) implements Operation.Visitor<Counterpart> {
    @Override
    public Counterpart convolution(Operation.Convolution convolution) {
        return Counterpart.layer(NativeLayers.convolution(convolution, shapes, trainable), true);
    }

    @Override
    public Counterpart batchNorm(Operation.BatchNorm norm) {
        return norm.trained()
                ? Counterpart.layer(NativeLayers.batchNorm(norm, shapes.get(0)), true)
                : Counterpart.rule(true);
    }

    @Override
    public Counterpart groupNorm(Operation.GroupNorm norm) {
        return Counterpart.rule(true);
    }

    @Override
    public Counterpart activate(Operation.Activate activate) {
        return Counterpart.rule(false);
    }

    @Override
    public Counterpart maxPool(Operation.MaxPool pool) {
        return Counterpart.layer(NativeLayers.maxPool(pool), false);
    }

    @Override
    public Counterpart resizeNearest(Operation.ResizeNearest resize) {
        return Counterpart.rule(false);
    }

    @Override
    public Counterpart sum(Operation.Sum sum) {
        return Counterpart.vertex(new ElementWiseVertex(ElementWiseVertex.Op.Add));
    }

    @Override
    public Counterpart multiply(Operation.Multiply multiply) {
        return Counterpart.rule(false);
    }

    @Override
    public Counterpart scaleByParameter(Operation.ScaleByParameter scale) {
        return Counterpart.rule(false);
    }

    @Override
    public Counterpart weightedFusion(Operation.WeightedFusion fusion) {
        return Counterpart.rule(false);
    }

    @Override
    public Counterpart concat(Operation.Concat concat) {
        return concat.axis() == 1 && output.rank() == 4
                ? Counterpart.vertex(new MergeVertex())
                : Counterpart.rule(false);
    }

    @Override
    public Counterpart mapToCells(Operation.MapToCells cells) {
        return Counterpart.rule(false);
    }

    @Override
    public Counterpart slice(Operation.Slice slice) {
        return Counterpart.rule(false);
    }

    @Override
    public Counterpart maximum(Operation.Maximum maximum) {
        return Counterpart.rule(false);
    }

    @Override
    public Counterpart mapsToRows(Operation.MapsToRows maps) {
        return Counterpart.rule(false);
    }

    @Override
    public Counterpart depthToSpace(Operation.DepthToSpace depth) {
        return Counterpart.rule(false);
    }

    @Override
    public Counterpart spaceToDepth(Operation.SpaceToDepth space) {
        return Counterpart.rule(false);
    }

    @Override
    public Counterpart globalAveragePool(Operation.GlobalAveragePool pool) {
        return Counterpart.rule(false);
    }

    @Override
    public Counterpart scaleChannels(Operation.ScaleChannels scale) {
        return Counterpart.rule(false);
    }

    @Override
    public Counterpart normalizeChannels(Operation.NormalizeChannels normalize) {
        return Counterpart.rule(true);
    }

    @Override
    public Counterpart takeClass(Operation.TakeClass take) {
        return Counterpart.rule(false);
    }

    @Override
    public Counterpart roiAlign(Operation.RoiAlign align) {
        throw new IllegalArgumentException(
                "operation[" + align.label()
                        + "] makes more maps than there are images, which a DL4J graph has no place for; heads stay outside of it");
    }

    @Override
    public Counterpart decision(Operation.Decision decision) {
        throw new IllegalArgumentException("operation[" + decision.label()
                + "] decides, which no vertex of a DL4J graph does; heads stay outside of it");
    }

    @Override
    public Counterpart decodeDeltas(Operation.DecodeDeltas decode) {
        return Counterpart.rule(false);
    }

    @Override
    public Counterpart distancesToBoxes(Operation.DistancesToBoxes distances) {
        return Counterpart.rule(false);
    }

    @Override
    public Counterpart loss(Operation.Loss loss) {
        return Counterpart.rule(false);
    }

    @Override
    public Counterpart extension(Operation.Extension operation) {
        return Counterpart.rule(false);
    }
}
