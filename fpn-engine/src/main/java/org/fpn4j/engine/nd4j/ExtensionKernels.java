package org.fpn4j.engine.nd4j;

import java.util.List;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.samediff.OperationRun;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Step;
import org.fpn4j.engine.plan.Value;

/** Operations from outside, by their rules in SameDiff and SameDiff's gradients of these. */
final class ExtensionKernels {
    private ExtensionKernels() {}

    static Recipe forward(Step step, Operation.Extension operation) {
        return Recipe.of("samediff", (program, arrays) -> {
            OperationRun run = OperationRun.forward(operation, shapes(step.inputs()));
            program.other(() -> run.run(arrays.in(), arrays.out()), run::close);
        });
    }

    static Recipe backward(Step step, Instruction.BackwardExtension backward) {
        List<Shape> shapes = shapes(step.inputs().subList(0, step.inputs().size() - 1)); // the last is dy
        return Recipe.of("samediff", (program, arrays) -> {
            OperationRun run = OperationRun.gradient(backward.operation(), shapes, backward.wanted());
            program.other(() -> run.run(arrays.in(), arrays.out()), run::close);
        });
    }

    private static List<Shape> shapes(List<Value> values) {
        return values.stream().map(Value::shape).toList();
    }
}
