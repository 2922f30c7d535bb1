package org.fpn4j.core.samediff;

import java.util.List;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Boxes in SameDiff: {@code [N, L, 4]}. */
final class BoxLowering {
    private BoxLowering() {}

    static SDVariable distancesToBoxes(SameDiff sd, SDVariable distances) {
        return sd.concat(
                2,
                sd.math().neg(columns(distances, 0, 2)), // l, t -> -l, -t
                columns(distances, 2, 4));
    }

    static SDVariable decodeDeltas(SameDiff sd, Operation.DecodeDeltas decode, List<SDVariable> inputs, Shape shape) {
        SDVariable deltas = inputs.get(0);
        long batch = shape.dim(0);
        SDVariable anchors = inputs.get(1).reshape(1, shape.dim(1), 4);
        SDVariable all = batch == 1 ? anchors : sd.tile(anchors, (int) batch, 1, 1);
        SDVariable size = columns(all, 2, 4).sub(columns(all, 0, 2)); // [N, L, 2]
        SDVariable center = columns(all, 0, 2).add(size.mul(0.5));
        SDVariable movedCenter =
                columns(deltas, 0, 2).div(decode.centerWeight()).mul(size).add(center);
        SDVariable logSize =
                sd.math().clipByValue(columns(deltas, 2, 4).div(decode.sizeWeight()), -1e4, decode.clamp());
        SDVariable half = sd.math().exp(logSize).mul(size).mul(0.5);
        return sd.concat(2, movedCenter.sub(half), movedCenter.add(half));
    }

    /** {@code [N, L, to - from]}. */
    static SDVariable columns(SDVariable x, int from, int to) {
        return x.get(SDIndex.all(), SDIndex.all(), SDIndex.interval(from, to));
    }
}
