package org.fpn4j.interop.onnx;

import java.util.List;
import onnx.Onnx.AttributeProto;

/** Nodes of one purpose: those made here stand in one scope. Values are known by their names. */
public final class OnnxScope {
    private final OnnxNodes nodes;
    private final String path;

    OnnxScope(OnnxNodes nodes, String path) {
        this.nodes = nodes;
        this.path = path;
    }

    OnnxNodes nodes() {
        return nodes;
    }

    /** The scope's name, which no other node stands in. */
    public String path() {
        return path;
    }

    /** Adds a node and returns its result. */
    public String apply(String type, List<String> inputs, AttributeProto... attributes) {
        return nodes.apply(path, type, inputs, attributes);
    }

    /** Adds a node without attributes and returns its result. */
    public String apply(String type, String... inputs) {
        return nodes.apply(path, type, List.of(inputs));
    }

    /** A vector of whole numbers. */
    public String integers(long... values) {
        return nodes.integers(values);
    }

    /** A number that fits every shape. */
    public String real(double value) {
        return nodes.reals((float) value);
    }

    /** Zero stands for the input's own dimension in that place. */
    public String reshape(String x, long... dims) {
        return apply("Reshape", x, integers(dims));
    }

    /** The part {@code from..to} of one axis. */
    public String slice(String x, int axis, long from, long to) {
        return apply("Slice", x, integers(from), integers(to), integers(axis));
    }

    /** Values side by side along an axis. */
    public String concat(int axis, List<String> inputs) {
        return inputs.size() == 1 ? inputs.get(0) : apply("Concat", inputs, Attributes.integer("axis", axis));
    }

    /** Corners from deltas and anchors, both {@code [N, M, 4]} or of shapes that broadcast to it. */
    String decodeDeltas(String deltas, String anchors, double centerWeight, double sizeWeight, double clamp) {
        String corner = slice(anchors, -1, 0, 2);
        String size = apply("Sub", slice(anchors, -1, 2, 4), corner);
        String half = apply("Mul", size, real(0.5));
        String shift = divide(slice(deltas, -1, 0, 2), centerWeight);
        String center = apply("Add", apply("Add", corner, half), apply("Mul", shift, size));
        String logScale = apply("Min", divide(slice(deltas, -1, 2, 4), sizeWeight), real(clamp));
        String reach = apply("Mul", half, apply("Exp", logScale));
        return concat(-1, List.of(apply("Sub", center, reach), apply("Add", center, reach)));
    }

    private String divide(String x, double divisor) {
        return divisor == 1 ? x : apply("Div", x, real(divisor));
    }
}
