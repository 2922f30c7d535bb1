package org.fpn4j.core.graph;

import java.util.List;

/**
 * What the cells of each operation's output see.
 *
 * @param all what the inputs see together, cell by cell
 */
record SightRules(Sight all, List<Sight> inputs, List<Shape> shapes, Shape output) implements Operation.Visitor<Sight> {
    /** Of an operation's output. */
    static Sight of(Operation operation, List<Sight> inputs, List<Shape> shapes, Shape output) {
        return operation.accept(new SightRules(Sight.together(inputs, output), inputs, shapes, output));
    }

    @Override
    public Sight convolution(Operation.Convolution convolution) {
        Shape kernel = shapes.get(1);
        return all.windows(
                output,
                convolution.span(kernel.dim(2)),
                convolution.span(kernel.dim(3)),
                convolution.stride(),
                convolution.padding());
    }

    @Override
    public Sight groupNorm(Operation.GroupNorm norm) {
        return all.onWholeMap();
    }

    @Override
    public Sight maxPool(Operation.MaxPool pool) {
        return all.windows(output, pool.kernel(), pool.kernel(), pool.stride(), pool.padding());
    }

    @Override
    public Sight resizeNearest(Operation.ResizeNearest resize) {
        return all.resized(shapes.get(0), output);
    }

    @Override
    public Sight batchNorm(Operation.BatchNorm norm) {
        return all;
    }

    @Override
    public Sight activate(Operation.Activate activate) {
        return all;
    }

    @Override
    public Sight sum(Operation.Sum sum) {
        return all;
    }

    @Override
    public Sight multiply(Operation.Multiply multiply) {
        return all;
    }

    @Override
    public Sight scaleByParameter(Operation.ScaleByParameter scale) {
        return all;
    }

    @Override
    public Sight weightedFusion(Operation.WeightedFusion fusion) {
        return all;
    }

    @Override
    public Sight concat(Operation.Concat concat) {
        return all;
    }

    @Override
    public Sight mapToCells(Operation.MapToCells cells) {
        return all;
    }

    @Override
    public Sight slice(Operation.Slice slice) {
        return all;
    }

    @Override
    public Sight maximum(Operation.Maximum maximum) {
        return all;
    }

    @Override
    public Sight mapsToRows(Operation.MapsToRows maps) {
        return all;
    }

    @Override
    public Sight depthToSpace(Operation.DepthToSpace depth) {
        return all.resized(shapes.get(0), output);
    }

    @Override
    public Sight spaceToDepth(Operation.SpaceToDepth space) {
        return all.windows(output, space.block(), space.block(), space.block(), Padding.NONE);
    }

    @Override
    public Sight globalAveragePool(Operation.GlobalAveragePool pool) {
        Shape x = shapes.get(0);
        return all.windows(output, x.height(), x.width(), 1, Padding.NONE).onWholeMap(); // the stride is the map's
    }

    @Override
    public Sight scaleChannels(Operation.ScaleChannels scale) {
        boolean seen = !inputs.get(1).lines().isEmpty();
        return seen ? inputs.get(0).onWholeMap() : inputs.get(0);
    }

    @Override
    public Sight normalizeChannels(Operation.NormalizeChannels normalize) {
        return all;
    }

    @Override
    public Sight takeClass(Operation.TakeClass take) {
        return all;
    }

    @Override
    public Sight roiAlign(Operation.RoiAlign align) {
        return Sight.ANYWHERE;
    }

    @Override
    public Sight decision(Operation.Decision decision) {
        return Sight.ANYWHERE;
    }

    @Override
    public Sight decodeDeltas(Operation.DecodeDeltas decode) {
        return all;
    }

    @Override
    public Sight distancesToBoxes(Operation.DistancesToBoxes distances) {
        return all;
    }

    @Override
    public Sight loss(Operation.Loss loss) {
        return all;
    }

    @Override
    public Sight extension(Operation.Extension operation) {
        return operation.sight(inputs, shapes, output);
    }
}
