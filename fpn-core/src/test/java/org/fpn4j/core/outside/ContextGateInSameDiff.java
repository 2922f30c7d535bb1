package org.fpn4j.core.outside;

import com.google.auto.service.AutoService;
import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.samediff.SameDiffRule;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** What computes {@link ContextGate}. */
@SuppressWarnings("rawtypes") // AutoService names the interface without its parameter
@AutoService(SameDiffRule.class)
public final class ContextGateInSameDiff implements SameDiffRule<ContextGate> {
    @Override
    public Class<ContextGate> operation() {
        return ContextGate.class;
    }

    @Override
    public SDVariable lower(SameDiff sd, ContextGate gate, List<SDVariable> inputs, List<Shape> shapes, Shape output) {
        Shape context = shapes.get(1);
        int batch = output.batch();
        int channels = output.channels();
        SDVariable means = inputs.get(1)
                .reshape(batch, context.channels(), context.height() * context.width())
                .mean(2); // [N, D]
        SDVariable sums = sd.linalg().mmul(means, inputs.get(2).permute(1, 0)); // [N, C]
        SDVariable biases = sd.tile(inputs.get(3).reshape(1, channels), batch, 1);
        SDVariable gates = sd.nn().sigmoid(sums.add(biases).mul(gate.sharpness()));
        // a batched product, because the gradient of a product with a broadcast operand is slow
        return sd.linalg()
                .mmul(
                        inputs.get(0).reshape(batch * channels, output.height() * output.width(), 1),
                        gates.reshape(batch * channels, 1, 1))
                .reshape(output.toLongArray());
    }
}
