package org.fpn4j.core.outside;

import java.util.List;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Sight;

/** A loss from outside: the weighted sum of {@code d^2 / 2}. Inputs: prediction and target {@code [N, L, V]}, weights {@code [N, L]}. */
public record SquaredError() implements Operation.Extension {
    @Override
    public Shape infer(List<Shape> inputs) {
        return new SmoothL1Loss(1).infer(inputs); // takes the same
    }

    @Override
    public long macs(List<Shape> inputs, Shape output) {
        return 0;
    }

    @Override
    public Sight sight(List<Sight> inputs, List<Shape> shapes, Shape output) {
        return Sight.together(inputs, output);
    }

    @Override
    public boolean makesLoss() {
        return true;
    }
}
