package org.fpn4j.interop.onnx;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.region.Proposals;

/** What {@link Proposals} is in ONNX. */
@SuppressWarnings("rawtypes") // AutoService names the interface without its parameter
@AutoService(OnnxRule.class)
public final class ProposalsInOnnx implements OnnxRule<Proposals> {
    @Override
    public Class<Proposals> operation() {
        return Proposals.class;
    }

    @Override
    public String lower(OnnxScope scope, Proposals proposals, List<String> inputs, List<Shape> shapes, Shape output) {
        OnnxSlots slots = new OnnxSlots(scope);
        String logits = slots.finite(scope.reshape(inputs.get(0), 0, -1)); // [N, L]
        List<String> best = new ArrayList<>();
        List<String> places = new ArrayList<>();
        List<Long> levels = new ArrayList<>();
        int from = 0;
        for (int level = 0; level < proposals.ends().size(); level++) {
            int end = proposals.ends().get(level);
            int count = Math.min(proposals.perLevel(), end - from);
            List<String> top = slots.top(scope.slice(logits, 1, from, end), count);
            best.add(top.get(0));
            places.add(scope.apply("Add", top.get(1), scope.integers(from)));
            for (int i = 0; i < count; i++) {
                levels.add((long) level);
            }
            from = end;
        }
        String scores = scope.concat(1, best); // [N, M]
        String anchors = scope.concat(1, places);
        String corners = slots.decoded(
                proposals.coder(),
                slots.rows(inputs.get(1), anchors),
                scope.apply("Gather", inputs.get(2), anchors)); // [N, M, 4]
        String boxes = slots.clipped(corners, proposals.imageHeight(), proposals.imageWidth());
        String taken = slots.suppressed(
                slots.withBoxes(scores, corners, boxes, proposals.leastSide()),
                boxes,
                scope.reshape(
                        scope.integers(
                                levels.stream().mapToLong(Long::longValue).toArray()),
                        1,
                        -1),
                proposals.ends().size(),
                Math.min(proposals.most(), levels.size()),
                proposals.nmsThreshold());
        int rows = Math.min(proposals.most(), levels.size());
        List<String> top = slots.top(taken, rows);
        String filled = slots.filled(top.get(0)); // [N, rows, 1]
        String score = scope.apply("Sigmoid", scope.apply("Unsqueeze", top.get(0), scope.integers(-1)));
        return scope.concat(
                -1,
                List.of(
                        slots.column(filled, slots.rows(boxes, top.get(1)), 0, rows, proposals.most()),
                        slots.column(filled, score, -1, rows, proposals.most())));
    }
}
