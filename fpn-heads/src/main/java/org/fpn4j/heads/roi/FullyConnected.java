package org.fpn4j.heads.roi;

import java.util.List;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Parameter.Role;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Layer;

/**
 * A fully connected layer on maps: a convolution whose window is the whole map, {@code [N, in, size, size]} to {@code [N, out,
 * 1, 1]}. Parameters {@code weight [out, in, size, size]} and {@code bias [out]}; the weights of a matrix {@code [out, in *
 * size * size]} are the same values in the same order.
 *
 * @param in channels of the maps
 * @param size rows and columns of the maps
 * @param out values
 * @param weights initial weights
 */
public record FullyConnected(int in, int size, int out, Initializer weights) {
    /** Declares the parameters in {@code scope}. */
    public Layer declare(Graph scope) {
        Tensor weight = scope.parameter("weight", Shape.of(out, in, size, size), weights, Role.WEIGHT, true);
        Tensor bias = scope.parameter("bias", Shape.of(out), new Initializer.Constant(0), Role.BIAS, true);
        Operation operation = new Operation.Convolution(1, Padding.of(0), 1);
        return (graph, x) -> graph.apply(operation, List.of(x, weight, bias));
    }
}
