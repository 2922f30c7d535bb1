package org.fpn4j.core.graph;

import java.util.List;
import java.util.function.Supplier;

/**
 * What backbones, necks and heads are written against, once. A reading of it ({@link CostGraph}, {@code SameDiffGraph}, ...)
 * decides what the definition becomes; no block knows which. Shapes are static.
 *
 * <p>{@link #scope} gives a view of the same graph whose parameters and nodes get a longer name. A layer that several
 * levels share declares its parameters once and is applied to each level.
 */
public interface Graph {
    /** The same graph; names of what is declared through the result start with {@code name.} */
    Graph scope(String name);

    /** The scope's full name, without a dot at the end; empty at the root. */
    String path();

    /** An input that is fed at every run, {@code float32}. Its name is not scoped. */
    Tensor input(String name, Shape shape);

    /** A parameter or buffer; its full name is this scope's path, a dot, and {@code name}. */
    Tensor parameter(String name, Shape shape, Initializer initializer, Parameter.Role role, boolean trainable);

    /**
     * A constant.
     *
     * @param values asked for only by readings that compute, in the order of the shape
     */
    Tensor constant(String name, Shape shape, Supplier<float[]> values);

    /**
     * One node.
     *
     * @throws IllegalArgumentException where the inputs do not fit the operation
     */
    Tensor apply(Operation operation, List<Tensor> inputs);

    /** One node of these inputs. */
    default Tensor apply(Operation operation, Tensor... inputs) {
        return apply(operation, List.of(inputs));
    }

    /** An activation; the tensor itself for {@link Activation#NONE}. */
    default Tensor activate(Activation activation, Tensor x) {
        return activation == Activation.NONE ? x : apply(new Operation.Activate(activation), x);
    }

    /** Elementwise sum of maps of one shape. */
    default Tensor add(Tensor... terms) {
        return terms.length == 1 ? terms[0] : apply(new Operation.Sum(), terms);
    }

    /** Nearest neighbour to the given size; the map itself where it has that size. */
    default Tensor resizeNearest(Tensor x, int height, int width) {
        if (x.shape().height() == height && x.shape().width() == width) {
            return x;
        }
        return apply(new Operation.ResizeNearest(height, width), x);
    }
}
