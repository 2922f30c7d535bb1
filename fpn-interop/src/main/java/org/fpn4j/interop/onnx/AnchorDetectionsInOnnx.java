package org.fpn4j.interop.onnx;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import onnx.Onnx.TensorProto.DataType;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.region.AnchorDetections;

/** What {@link AnchorDetections} is in ONNX: as many slots as the classes may have candidates, class after class. */
@SuppressWarnings("rawtypes") // AutoService names the interface without its parameter
@AutoService(OnnxRule.class)
public final class AnchorDetectionsInOnnx implements OnnxRule<AnchorDetections> {
    @Override
    public Class<AnchorDetections> operation() {
        return AnchorDetections.class;
    }

    @Override
    public String lower(
            OnnxScope scope, AnchorDetections decision, List<String> inputs, List<Shape> shapes, Shape output) {
        OnnxSlots slots = new OnnxSlots(scope);
        int each = Math.min(decision.perClass(), shapes.get(0).dim(1));
        String softmax = scope.apply("Softmax", List.of(inputs.get(0)), Attributes.integer("axis", -1));
        String above = scope.apply("Greater", softmax, scope.real((float) decision.scoreThreshold()));
        String open = scope.apply("Where", above, softmax, scope.real(OnnxSlots.EMPTY)); // [N, L, K + 1]
        List<String> scores = new ArrayList<>();
        List<String> anchors = new ArrayList<>();
        long[] labels = new long[each * decision.classes()];
        for (int label = 0; label < decision.classes(); label++) {
            String ofClass = scope.reshape(scope.slice(open, 2, label + 1L, label + 2L), 0, -1);
            List<String> top = slots.top(ofClass, each);
            scores.add(top.get(0));
            anchors.add(top.get(1));
            Arrays.fill(labels, label * each, (label + 1) * each, label);
        }
        String places = scope.concat(1, anchors); // [N, M]
        String corners = slots.decoded(
                decision.coder(),
                slots.rows(inputs.get(1), places),
                scope.apply("Gather", inputs.get(2), places)); // [N, M, 4]
        String boxes = slots.clipped(corners, decision.imageHeight(), decision.imageWidth());
        String ofSlots = scope.reshape(scope.integers(labels), 1, -1);
        int rows = Math.min(decision.most(), labels.length);
        String taken = slots.suppressed(
                slots.withBoxes(scope.concat(1, scores), corners, boxes, 0),
                boxes,
                ofSlots,
                decision.classes(),
                rows,
                decision.nmsThreshold());
        List<String> top = slots.top(taken, rows);
        String filled = slots.filled(top.get(0)); // [N, rows, 1]
        String label = scope.apply(
                "Cast",
                List.of(scope.apply("Gather", scope.integers(labels), top.get(1))),
                Attributes.integer("to", DataType.FLOAT.getNumber()));
        String counted = scope.apply("Add", scope.apply("Unsqueeze", label, scope.integers(-1)), scope.real(1));
        String score = scope.apply("Unsqueeze", top.get(0), scope.integers(-1));
        return scope.concat(
                -1,
                List.of(
                        slots.column(filled, slots.rows(boxes, top.get(1)), 0, rows, decision.most()),
                        slots.column(filled, counted, 0, rows, decision.most()),
                        slots.column(filled, score, 0, rows, decision.most())));
    }
}
