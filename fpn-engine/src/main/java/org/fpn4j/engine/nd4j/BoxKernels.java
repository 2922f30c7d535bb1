package org.fpn4j.engine.nd4j;

import java.util.List;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.plan.Step;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Boxes from what a head predicts, and back for the gradients. */
final class BoxKernels {
    private static final double LEAST_LOG_SIZE = -1e4; // no limit in practice

    private BoxKernels() {}

    /** Columns {@code [cells, 2]} of boxes {@code [N, L, 4]}: the first corner, or the second. */
    static INDArray corner(INDArray boxes, int index) {
        return Slices.of(boxes.reshape(boxes.length() / 4, 4), 1, 2L * index, 2L * index + 2);
    }

    /** The same with images apart: {@code [N, L, 2]}. */
    private static INDArray perImage(INDArray boxes, int index) {
        return Slices.of(boxes, 2, 2L * index, 2L * index + 2);
    }

    private static INDArray anchors(INDArray anchors, int index) {
        INDArray corner = corner(anchors, index);
        return corner.reshape(1, corner.size(0), 2);
    }

    static Recipe decode(Step step, Operation.DecodeDeltas decode) {
        return new Recipe("decode deltas", temporaries(step), (program, arrays) -> {
            INDArray side = arrays.temporary(0);
            INDArray center = arrays.temporary(1);
            INDArray half = arrays.temporary(2);
            INDArray moved = arrays.temporary(3);
            half(program, decode, arrays.in(0), arrays.in(1), side, half);
            program.multiply(side, 0.5, center)
                    .add(center, anchors(arrays.in(1), 0), center)
                    .multiply(perImage(arrays.in(0), 0), 1 / decode.centerWeight(), moved)
                    .multiply(moved, side, moved)
                    .add(moved, center, moved)
                    .subtract(moved, half, perImage(arrays.out(0), 0))
                    .add(moved, half, perImage(arrays.out(0), 1));
        });
    }

    /** The centre moves with both corners, half a side with their difference; beyond the clamp sides do not change. */
    static Recipe decodeBackward(Step step, Operation.DecodeDeltas decode) {
        return new Recipe("decode deltas backward", temporaries(step), (program, arrays) -> {
            INDArray side = arrays.temporary(0);
            INDArray half = arrays.temporary(2);
            INDArray spare = arrays.temporary(3);
            INDArray first = perImage(arrays.in(2), 0);
            INDArray second = perImage(arrays.in(2), 1);
            half(program, decode, arrays.in(0), arrays.in(1), side, half);
            program.add(first, second, spare)
                    .multiply(spare, side, spare)
                    .multiply(spare, 1 / decode.centerWeight(), perImage(arrays.out(0), 0))
                    .subtract(second, first, spare)
                    .multiply(half, spare, half)
                    .multiply(half, 1 / decode.sizeWeight(), half)
                    .above(perImage(arrays.in(0), 1), decode.clamp() * decode.sizeWeight(), spare)
                    .from(1, spare, spare)
                    .multiply(half, spare, perImage(arrays.out(0), 1));
        });
    }

    /** {@code [1, L, 2]} and three times {@code [N, L, 2]}. */
    private static List<Shape> temporaries(Step step) {
        Shape deltas = step.inputs().get(0).shape();
        Shape pairs = Shape.of(deltas.dim(0), deltas.dim(1), 2);
        Shape perAnchor = Shape.of(1, deltas.dim(1), 2);
        return List.of(perAnchor, perAnchor, pairs, pairs);
    }

    /** Sides of the anchors, and half of those of the boxes. */
    private static void half(
            Program program,
            Operation.DecodeDeltas decode,
            INDArray deltas,
            INDArray anchors,
            INDArray side,
            INDArray half) {
        program.subtract(anchors(anchors, 1), anchors(anchors, 0), side)
                .multiply(perImage(deltas, 1), 1 / decode.sizeWeight(), half)
                .clip(half, LEAST_LOG_SIZE, decode.clamp(), half)
                .exp(half, half)
                .multiply(half, side, half)
                .multiply(half, 0.5, half);
    }

    /** {@code l, t, r, b} to {@code -l, -t, r, b}. */
    static Recipe distances(Step step) {
        return Recipe.of(
                "negate", (program, arrays) -> program.multiply(corner(arrays.in(0), 0), -1, corner(arrays.out(0), 0))
                        .copy(corner(arrays.in(0), 1), corner(arrays.out(0), 1)));
    }
}
