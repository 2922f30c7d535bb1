package org.fpn4j.engine.plan;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;

/**
 * A tensor in a plan. It is made once in a run and does not change after that, but for buffers, which a step may bring up
 * to date in place (running statistics); that two values may share memory is for the placement to find out. Two values are the same if they are the same object.
 */
public final class Value implements Tensor {
    /** Where a value comes from. */
    public sealed interface Source {}

    /** Fed at every run. */
    public record Input() implements Source {}

    /** A parameter or buffer of the network. */
    public record OfParameter(Parameter parameter) implements Source {}

    /** Known when the plan is made. */
    public record Constant(Supplier<float[]> values) implements Source {}

    /** Made by a step. */
    public record Computed() implements Source {}

    /**
     * Made by a step for the backward step that belongs to it: what it holds, and how much, is known to the kernel alone
     * (a max pool's winners).
     */
    public record State() implements Source {}

    private final String name;
    private final Shape shape;
    private final Source source;

    /** A value of a plan. */
    public Value(String name, Shape shape, Source source) {
        this.name = requireNonNull(name, "name is null");
        this.shape = requireNonNull(shape, "shape is null");
        this.source = requireNonNull(source, "source is null");
    }

    static Value computed(String name, Shape shape) {
        return new Value(name, shape, new Computed());
    }

    /** The gradient of the sum of all losses with respect to a value. */
    static Value gradientOf(Tensor value) {
        return computed("d(" + value.name() + ")", value.shape());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    /** Where it comes from. */
    public Source source() {
        return source;
    }

    @Override
    public String toString() {
        return name + shape;
    }
}
