package org.fpn4j.core.head;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;

/**
 * One loss of a head, as a value: what is compared with which target by which operation. The inputs that feed it, their
 * shapes, how rows of images become a batch and its node in a graph all follow from it ({@link Losses}).
 *
 * @param name as metrics show it; the inputs are named after it
 * @param operation of a prediction, a target and a weight per cell: a weighted sum
 * @param prediction what is compared
 * @param target shape of one image's target, such as {@code [L]} or {@code [L, 4]}
 * @param weights shape of one image's weights, {@code [L]}
 * @param counting which of these weights count
 * @param weight of this loss in the sum of all
 */
public record Loss(
        String name,
        Operation operation,
        Prediction prediction,
        Shape target,
        Shape weights,
        Counting counting,
        double weight) {

    /** What of a head's raw outputs is compared. */
    @FunctionalInterface
    public interface Prediction {
        /**
         * The tensor, {@code [N, L, values]}.
         *
         * @param graph in which something may be made of the outputs
         * @param outputs raw ones by name
         */
        Tensor of(Graph graph, Map<String, Tensor> outputs);

        /** One raw output as it is. */
        static Prediction output(String name) {
            return (graph, outputs) -> {
                Tensor output = outputs.get(name);
                if (output == null) {
                    throw new IllegalArgumentException(
                            "output[" + name + "] is missing; there are " + outputs.keySet());
                }
                return output;
            };
        }
    }

    /** Which cells count, where that depends on what was predicted, as with hard negatives. */
    @FunctionalInterface
    public interface Counting {
        /** All that carry weight. */
        Counting ALL = (graph, predicted, target, weights) -> weights;

        /**
         * The weights {@code [N, L]} of those that count, 0 elsewhere.
         *
         * @param graph in which they are made
         * @param predicted what is compared
         * @param target with what
         * @param weights as they are fed, with the normaliser
         */
        Tensor of(Graph graph, Tensor predicted, Tensor target, Tensor weights);
    }

    /** A loss of all cells that carry weight. */
    public Loss(String name, Operation operation, Prediction prediction, Shape target, Shape weights, double weight) {
        this(name, operation, prediction, target, weights, Counting.ALL, weight);
    }

    public Loss {
        requireNonNull(name, "name is null");
        requireNonNull(operation, "operation is null");
        requireNonNull(prediction, "prediction is null");
        requireNonNull(target, "target is null");
        requireNonNull(weights, "weights is null");
        requireNonNull(counting, "counting is null");
    }

    /** Name of the input that the targets of a batch are fed by. */
    public String targetInput() {
        return name + "_target";
    }

    /** Name of the input that the weights of a batch are fed by. */
    public String weightsInput() {
        return name + "_weights";
    }
}
