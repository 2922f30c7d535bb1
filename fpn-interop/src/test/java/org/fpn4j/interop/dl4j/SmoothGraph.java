package org.fpn4j.interop.dl4j;

import java.util.List;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.DelegatingGraph;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;

/**
 * A definition with smooth functions in the places of those that have kinks: swish for ReLU, every second cell for a max
 * pool. Its gradient is continuous, so two ways to compute it differ by rounding; with a kink, one value that rounding takes
 * across zero opens or closes a path, and the gradients differ by what flows along it.
 */
record SmoothGraph(Graph graph) implements DelegatingGraph {
    @Override
    public Tensor apply(Operation operation, List<Tensor> inputs) {
        if (operation instanceof Operation.MaxPool pool) {
            Shape pooled = pool.infer(List.of(inputs.get(0).shape()));
            return graph.resizeNearest(inputs.get(0), pooled.height(), pooled.width());
        }
        boolean kink = operation instanceof Operation.Activate activate
                && (activate.activation() == Activation.RELU || activate.activation() == Activation.LEAKY_RELU);
        return graph.apply(kink ? new Operation.Activate(Activation.SWISH) : operation, inputs);
    }

    @Override
    public Graph scope(String name) {
        return new SmoothGraph(graph.scope(name));
    }
}
