package org.fpn4j.interop.onnx;

import java.util.List;
import java.util.stream.LongStream;
import onnx.Onnx.TensorProto.DataType;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;

/**
 * Boxes of which few are taken, as decisions about regions have them: {@code M} slots for each image, best first among equals
 * those that come first. A slot that has nothing has {@link #EMPTY} for a score.
 */
final class OnnxSlots {
    /** Below every score, logits among them. */
    static final double EMPTY = -3e38;

    private static final double BETWEEN = -1e38; // of scores and EMPTY

    private final OnnxScope scope;

    OnnxSlots(OnnxScope scope) {
        this.scope = scope;
    }

    /** The largest values {@code [N, count]} of {@code [N, M]}, and their places. */
    List<String> top(String values, long count) {
        return scope.nodes()
                .apply(scope.path(), "TopK", List.of(values, scope.integers(count)), 2, Attributes.integer("axis", 1));
    }

    /** Rows {@code [N, M, V]} of {@code [N, L, V]}, or values {@code [N, M]} of {@code [N, L]}. */
    String rows(String values, String places) {
        String each = scope.apply("Unsqueeze", places, scope.integers(-1));
        return scope.apply("GatherND", List.of(values, each), Attributes.integer("batch_dims", 1));
    }

    /** Values where they are finite, empty elsewhere. */
    String finite(String values) {
        String finite = scope.apply("LessOrEqual", scope.apply("Abs", values), scope.real(Float.MAX_VALUE));
        return scope.apply("Where", finite, values, scope.real(EMPTY));
    }

    /**
     * Scores of the slots whose boxes can be taken: they are finite, and within the image both sides are long enough.
     *
     * @param corners {@code [N, M, 4]}, not clipped
     * @param clipped the same within the image
     */
    String withBoxes(String scores, String corners, String clipped, double least) {
        String each = scope.apply(
                "Cast",
                List.of(scope.apply("LessOrEqual", scope.apply("Abs", corners), scope.real(Float.MAX_VALUE))),
                Attributes.integer("to", DataType.FLOAT.getNumber()));
        String finite = scope.apply("Greater", reduce("ReduceMin", each), scope.real(0));
        String sides = scope.apply("Sub", scope.slice(clipped, -1, 2, 4), scope.slice(clipped, -1, 0, 2));
        String large = scope.apply("GreaterOrEqual", reduce("ReduceMin", sides), scope.real((float) least));
        return scope.apply("Where", scope.apply("And", finite, large), scores, scope.real(EMPTY));
    }

    private String reduce(String type, String rows) {
        return scope.apply(type, List.of(rows), Attributes.integers("axes", -1), Attributes.integer("keepdims", 0));
    }

    /** Corners from deltas, both of shapes that broadcast to each other. */
    String decoded(Operation.DecodeDeltas coder, String deltas, String anchors) {
        return scope.decodeDeltas(deltas, anchors, coder.centerWeight(), coder.sizeWeight(), coder.clamp());
    }

    /** Corners within an image. */
    String clipped(String corners, float height, float width) {
        String inside = scope.apply("Min", corners, scope.nodes().reals(width, height, width, height));
        return scope.apply("Max", inside, scope.real(0));
    }

    /**
     * Scores {@code [N, M]} of the slots that suppression keeps, the others empty.
     *
     * @param groups within which boxes suppress each other: numbers {@code [N, M]} or {@code [1, M]}
     * @param count number of groups
     * @param most boxes that are kept of a group
     */
    String suppressed(String scores, String boxes, String groups, int count, int most, double threshold) {
        String each = scope.reshape(scope.integers(LongStream.range(0, count).toArray()), 1, -1, 1);
        String own = scope.apply("Equal", scope.apply("Unsqueeze", groups, scope.integers(1)), each);
        String byGroup = scope.apply(
                "Where", own, scope.apply("Unsqueeze", scores, scope.integers(1)), scope.real(EMPTY)); // [N, groups, M]
        String selected = scope.apply( // [S, 3]: image, group, slot
                "NonMaxSuppression",
                boxes,
                byGroup,
                scope.integers(most),
                scope.real((float) threshold),
                scope.real(BETWEEN));
        String places = scope.apply("Gather", List.of(selected, scope.integers(0, 2)), Attributes.integer("axis", 1));
        String none = scope.apply(
                "ConstantOfShape",
                List.of(scope.apply("Shape", scores)),
                Attributes.tensor("value", OnnxNodes.tensor("", Shape.of(1), new float[] {(float) EMPTY})));
        return scope.apply("ScatterND", none, places, scope.apply("GatherND", scores, places));
    }

    /** Whether slots have something, {@code [N, M, 1]} of {@code [N, M]}. */
    String filled(String scores) {
        return scope.apply("Unsqueeze", scope.apply("Greater", scores, scope.real(BETWEEN)), scope.integers(-1));
    }

    /** Columns {@code [N, rows, V]} where slots have something and a number elsewhere, and as many rows as are wanted. */
    String column(String filled, String values, double elsewhere, int rows, int wanted) {
        String column = scope.apply("Where", filled, values, scope.real(elsewhere));
        return rows == wanted
                ? column
                : scope.apply("Pad", column, scope.integers(0, 0, 0, 0, wanted - rows, 0), scope.real(elsewhere));
    }
}
