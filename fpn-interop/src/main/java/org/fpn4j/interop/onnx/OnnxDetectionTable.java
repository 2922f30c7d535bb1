package org.fpn4j.interop.onnx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onnx.Onnx.TensorProto.DataType;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.HeadGeometry.DetectionTable;

/** Outputs of a model whose head gives a table of detections, as {@link OnnxGraph#detections} describes them, and masks. */
final class OnnxDetectionTable {
    private final OnnxScope scope;
    private final DetectionTable where;
    private final int classes;

    /** @param classes the first of the head's classes, which alone are detected */
    OnnxDetectionTable(OnnxScope scope, DetectionTable where, int classes) {
        this.scope = scope;
        this.where = where;
        this.classes = classes;
    }

    Map<String, Tensor> append(Map<String, Tensor> predictions) {
        OnnxSlots slots = new OnnxSlots(scope);
        Tensor table = predictions.get(where.table()); // [N, D, 6]
        int count = table.shape().dim(1);
        String label = scope.reshape(scope.slice(table.name(), 2, 4, 5), 0, -1); // 1 for class 0
        String wanted = scope.apply(
                "And",
                scope.apply("Greater", label, scope.real(0)),
                scope.apply("LessOrEqual", label, scope.real(classes)));
        String scores = scope.reshape(scope.slice(table.name(), 2, 5, 6), 0, -1);
        List<String> top = slots.top(scope.apply("Where", wanted, scores, scope.real(OnnxSlots.EMPTY)), count);
        String rows = slots.rows(table.name(), top.get(1)); // those of other classes come last
        String filled = slots.filled(top.get(0));
        String flat = scope.reshape(filled, 0, -1);
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put(
                "boxes",
                new OnnxValue(
                        scope.apply("Where", filled, scope.slice(rows, 2, 0, 4), scope.real(0)),
                        Shape.of(1, count, 4),
                        DataType.FLOAT));
        outputs.put(
                "scores",
                new OnnxValue(
                        scope.apply("Where", flat, top.get(0), scope.real(0)), Shape.of(1, count), DataType.FLOAT));
        String labels = scope.apply(
                "Sub", cast(scope.reshape(scope.slice(rows, 2, 4, 5), 0, -1), DataType.INT64), scope.integers(1));
        outputs.put(
                "labels",
                new OnnxValue(
                        scope.apply("Where", flat, labels, scope.integers(-1)), Shape.of(1, count), DataType.INT64));
        outputs.put(
                "num_detections",
                new OnnxValue(
                        scope.apply(
                                "ReduceSum",
                                List.of(cast(flat, DataType.INT64), scope.integers(1)),
                                Attributes.integer("keepdims", 0)),
                        Shape.of(1),
                        DataType.INT64));
        where.masks().ifPresent(name -> {
            String ofRows = slots.rows(predictions.get(name).name(), top.get(1));
            String kept = scope.apply("Where", filled, ofRows, scope.real(0));
            outputs.put(
                    "masks",
                    new OnnxValue(
                            scope.reshape(kept, 0, count, where.maskSize(), where.maskSize()),
                            Shape.of(1, count, where.maskSize(), where.maskSize()),
                            DataType.FLOAT));
        });
        return outputs;
    }

    private String cast(String values, DataType type) {
        return scope.apply("Cast", List.of(values), Attributes.integer("to", type.getNumber()));
    }
}
