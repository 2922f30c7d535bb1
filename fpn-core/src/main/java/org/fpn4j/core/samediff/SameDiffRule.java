package org.fpn4j.core.samediff;

import java.util.List;
import org.fpn4j.core.graph.ExtensionRule;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * What an operation from outside is in SameDiff, which is enough to compute it everywhere: in a SameDiff graph, in a plan
 * (forward and backward, by SameDiff's gradient) and as a vertex of a DL4J graph.
 *
 * @param <O> the operation
 */
public interface SameDiffRule<O extends Operation.Extension> extends ExtensionRule<O> {
    /**
     * Declares the operation. Shapes are static. The result may need variables of any kind but control flow, and its gradient
     * must be one that SameDiff computes rightly: a check against finite differences shows that.
     *
     * @param inputs each in the order of its shape
     * @param shapes of the inputs
     * @param output what the operation inferred of them
     */
    SDVariable lower(SameDiff sd, O operation, List<SDVariable> inputs, List<Shape> shapes, Shape output);

    /**
     * Declares an operation by its rule.
     *
     * @throws IllegalArgumentException where it has none
     */
    static SDVariable apply(
            SameDiff sd, Operation.Extension operation, List<SDVariable> inputs, List<Shape> shapes, Shape output) {
        return of(operation).applyTo(sd, operation, inputs, shapes, output);
    }

    /**
     * The rule of an operation.
     *
     * @throws IllegalArgumentException where it has none
     */
    static SameDiffRule<?> of(Operation.Extension operation) {
        return ExtensionRule.find(SameDiffRule.class, operation)
                .orElseThrow(() -> new IllegalArgumentException("operation[" + operation.label()
                        + "] has no rule in SameDiff; a SameDiffRule of "
                        + operation.getClass().getName() + " that ServiceLoader finds would do"));
    }

    private SDVariable applyTo(
            SameDiff sd, Operation.Extension of, List<SDVariable> inputs, List<Shape> shapes, Shape output) {
        return lower(sd, operation().cast(of), inputs, shapes, output);
    }
}
