package org.fpn4j.interop.onnx;

import com.google.auto.service.AutoService;
import java.util.List;
import onnx.Onnx.TensorProto.DataType;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.region.RegionDetections;

/** What {@link RegionDetections} is in ONNX. */
@SuppressWarnings("rawtypes") // AutoService names the interface without its parameter
@AutoService(OnnxRule.class)
public final class RegionDetectionsInOnnx implements OnnxRule<RegionDetections> {
    @Override
    public Class<RegionDetections> operation() {
        return RegionDetections.class;
    }

    @Override
    public String lower(
            OnnxScope scope, RegionDetections decision, List<String> inputs, List<Shape> shapes, Shape output) {
        OnnxSlots slots = new OnnxSlots(scope);
        int count = candidates(decision, shapes.get(0).dim(1));
        List<String> candidates = slots.top(scores(scope, decision, inputs), count); // index: region * K + class
        String labels = scope.apply("Mod", candidates.get(1), scope.integers(decision.classes()));
        String corners = slots.rows(corners(scope, slots, decision, inputs, shapes), candidates.get(1)); // [N, M, 4]
        String boxes = slots.clipped(corners, decision.imageHeight(), decision.imageWidth());
        int rows = Math.min(decision.most(), count);
        String taken = slots.suppressed(
                slots.withBoxes(candidates.get(0), corners, boxes, decision.leastSide()),
                boxes,
                labels,
                decision.classes(),
                rows,
                decision.nmsThreshold());
        List<String> top = slots.top(taken, rows);
        String filled = slots.filled(top.get(0)); // [N, rows, 1]
        String label = scope.apply(
                "Cast",
                List.of(scope.apply("Unsqueeze", slots.rows(labels, top.get(1)), scope.integers(-1))),
                Attributes.integer("to", DataType.FLOAT.getNumber()));
        return scope.concat(
                -1,
                List.of(
                        slots.column(filled, slots.rows(boxes, top.get(1)), 0, rows, decision.most()),
                        slots.column(filled, scope.apply("Add", label, scope.real(1)), 0, rows, decision.most()),
                        slots.column(
                                filled,
                                scope.apply("Unsqueeze", top.get(0), scope.integers(-1)),
                                0,
                                rows,
                                decision.most())));
    }

    /** So many at most: scores of a region add up to one, so fewer than the threshold goes into it are above it. */
    private static int candidates(RegionDetections decision, int regions) {
        double above = decision.scoreThreshold() > 0 ? Math.ceil(1 / decision.scoreThreshold()) : decision.classes();
        return regions * (int) Math.min(decision.classes(), above);
    }

    /** {@code [N, P * K]}, empty where nothing was proposed or the score is too low. */
    private static String scores(OnnxScope scope, RegionDetections decision, List<String> inputs) {
        String softmax = scope.apply("Softmax", List.of(inputs.get(1)), Attributes.integer("axis", -1));
        String ofClasses = scope.slice(softmax, 2, 1, decision.classes() + 1L); // [N, P, K]
        String proposed = scope.apply("GreaterOrEqual", scope.slice(inputs.get(0), 2, 4, 5), scope.real(0));
        String above = scope.apply("Greater", ofClasses, scope.real((float) decision.scoreThreshold()));
        String open = scope.apply("Where", scope.apply("And", above, proposed), ofClasses, scope.real(OnnxSlots.EMPTY));
        return scope.reshape(open, 0, -1);
    }

    /** {@code [N, P * K, 4]}. */
    private static String corners(
            OnnxScope scope, OnnxSlots slots, RegionDetections decision, List<String> inputs, List<Shape> shapes) {
        int regions = shapes.get(0).dim(1);
        int classes = decision.classes();
        boolean shared = shapes.get(2).dim(2) == 4;
        String deltas = scope.reshape(inputs.get(2), 0, regions, shared ? 1 : classes + 1, 4);
        String ofClasses = shared ? deltas : scope.slice(deltas, 2, 1, classes + 1L); // [N, P, K, 4]
        String anchors = scope.apply("Unsqueeze", scope.slice(inputs.get(0), 2, 0, 4), scope.integers(2));
        String corners = slots.decoded(decision.coder(), ofClasses, anchors);
        String each = shared ? scope.apply("Tile", corners, scope.integers(1, 1, classes, 1)) : corners;
        return scope.reshape(each, 0, -1, 4);
    }
}
