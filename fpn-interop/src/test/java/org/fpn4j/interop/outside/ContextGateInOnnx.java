package org.fpn4j.interop.outside;

import com.google.auto.service.AutoService;
import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.outside.ContextGate;
import org.fpn4j.interop.onnx.Attributes;
import org.fpn4j.interop.onnx.OnnxRule;
import org.fpn4j.interop.onnx.OnnxScope;

/** What {@link ContextGate} is in ONNX. */
@SuppressWarnings("rawtypes") // AutoService names the interface without its parameter
@AutoService(OnnxRule.class)
public final class ContextGateInOnnx implements OnnxRule<ContextGate> {
    @Override
    public Class<ContextGate> operation() {
        return ContextGate.class;
    }

    @Override
    public String lower(OnnxScope scope, ContextGate gate, List<String> inputs, List<Shape> shapes, Shape output) {
        String means = scope.apply(
                "ReduceMean",
                List.of(inputs.get(1)),
                Attributes.integers("axes", 2, 3),
                Attributes.integer("keepdims", 0)); // [N, D]
        String sums = scope.apply(
                "Gemm",
                List.of(means, inputs.get(2), inputs.get(3)),
                Attributes.integer("transB", 1),
                Attributes.real("alpha", gate.sharpness()),
                Attributes.real("beta", gate.sharpness())); // [N, C]
        String gates = scope.reshape(scope.apply("Sigmoid", sums), 0, output.channels(), 1, 1);
        return scope.apply("Mul", inputs.get(0), gates);
    }
}
