package org.fpn4j.interop.onnx;

import com.google.auto.service.AutoService;
import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.region.TableColumn;

/** What {@link TableColumn} is in ONNX. */
@SuppressWarnings("rawtypes") // AutoService names the interface without its parameter
@AutoService(OnnxRule.class)
public final class TableColumnInOnnx implements OnnxRule<TableColumn> {
    @Override
    public Class<TableColumn> operation() {
        return TableColumn.class;
    }

    @Override
    public String lower(OnnxScope scope, TableColumn column, List<String> inputs, List<Shape> shapes, Shape output) {
        return scope.reshape(scope.slice(inputs.get(0), 2, column.index(), column.index() + 1L), 0, -1);
    }
}
