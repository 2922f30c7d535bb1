package org.fpn4j.interop.onnx;

import com.google.auto.service.AutoService;
import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.region.Peaks;

/** What {@link Peaks} is in ONNX. */
@SuppressWarnings("rawtypes") // AutoService names the interface without its parameter
@AutoService(OnnxRule.class)
public final class PeaksInOnnx implements OnnxRule<Peaks> {
    @Override
    public Class<Peaks> operation() {
        return Peaks.class;
    }

    @Override
    public String lower(OnnxScope scope, Peaks peaks, List<String> inputs, List<Shape> shapes, Shape output) {
        // not every comparison with what is no number is false elsewhere
        String known =
                scope.apply("Where", scope.apply("IsNaN", inputs.get(0)), scope.real(Peaks.NO_PEAK), inputs.get(0));
        String largest = scope.apply(
                "MaxPool",
                List.of(known),
                Attributes.integers("kernel_shape", 3, 3),
                Attributes.integers("pads", 1, 1, 1, 1));
        return scope.apply("Where", scope.apply("Equal", known, largest), known, scope.real(Peaks.NO_PEAK));
    }
}
