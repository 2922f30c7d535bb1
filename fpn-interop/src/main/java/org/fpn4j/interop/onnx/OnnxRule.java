package org.fpn4j.interop.onnx;

import java.util.List;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.graph.ExtensionRule;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;

/**
 * What an operation from outside, or a decision, is in ONNX, opset 17. Only those who export need it.
 *
 * @param <O> the operation
 */
public interface OnnxRule<O extends Operation> extends ExtensionRule<O> {
    /**
     * Adds the operation's nodes and gives the name of the result. The batch is free: no node may fix it, and a dimension of 0
     * in a reshape means "as it was".
     *
     * @param inputs names of values
     * @param shapes of the inputs, for a batch of one
     * @param output shape of the result, for a batch of one
     */
    String lower(OnnxScope scope, O operation, List<String> inputs, List<Shape> shapes, Shape output);

    /**
     * Adds an operation's nodes by its rule.
     *
     * @throws UserInputException where it has none
     */
    static String apply(Operation operation, OnnxScope scope, List<String> inputs, List<Shape> shapes, Shape output) {
        return ExtensionRule.find(OnnxRule.class, operation)
                .map(rule -> ((OnnxRule<?>) rule).applyTo(operation, scope, inputs, shapes, output))
                .orElseThrow(() -> new UserInputException(
                        "node[" + scope.path() + "]",
                        "operation[" + operation.label()
                                + "] has no rule in ONNX, so a detector that uses it cannot be exported",
                        "an OnnxRule of " + operation.getClass().getName() + " on the class path would do"));
    }

    private String applyTo(Operation of, OnnxScope scope, List<String> inputs, List<Shape> shapes, Shape output) {
        return lower(scope, operation().cast(of), inputs, shapes, output);
    }
}
