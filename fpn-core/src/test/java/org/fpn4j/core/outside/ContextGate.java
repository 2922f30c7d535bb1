package org.fpn4j.core.outside;

import java.util.List;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Sight;

/**
 * Every channel of a map is multiplied by a gate that the means of another map's channels open, as in squeeze-and-excitation
 * (Hu et al., arXiv:1709.01507v4, section 3) with one layer and another map to look at:
 *
 * <pre>
 * y[n, c] = x[n, c] * sigmoid(sharpness * (bias[c] + sum_d weight[c, d] * mean(context[n, d])))
 * </pre>
 *
 * <p>Inputs: {@code x [N, C, H, W], context [N, D, h, w], weight [C, D], bias [C]}.
 */
public record ContextGate(double sharpness) implements Operation.Extension {
    @Override
    public Shape infer(List<Shape> inputs) {
        Shape x = inputs.get(0);
        Shape context = inputs.get(1);
        if (x.rank() != 4 || context.rank() != 4 || x.batch() != context.batch()) {
            throw new IllegalArgumentException("context gate needs two maps of one batch, got " + inputs);
        }
        Shape weight = Shape.of(x.channels(), context.channels());
        if (!inputs.get(2).equals(weight) || !inputs.get(3).equals(Shape.of(x.channels()))) {
            throw new IllegalArgumentException("context gate: expected weight " + weight + " and bias [" + x.channels()
                    + "], got " + inputs.subList(2, 4));
        }
        return x;
    }

    @Override
    public long macs(List<Shape> inputs, Shape output) {
        return output.batch() * inputs.get(2).size();
    }

    /** Each cell sees what the same cell of x sees, and through the gate all of the context. */
    @Override
    public Sight sight(List<Sight> inputs, List<Shape> shapes, Shape output) {
        return inputs.get(0).onWholeMap();
    }
}
