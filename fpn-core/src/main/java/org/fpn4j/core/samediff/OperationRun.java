package org.fpn4j.core.samediff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.weights.Weights;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One operation, or its gradient, as a function of arrays: what its rule in SameDiff computes, for static shapes. It is
 * recorded at the first run, and allocates nothing after that.
 */
public final class OperationRun implements AutoCloseable {
    private final SameDiff sameDiff = SameDiff.create();
    private final List<SDVariable> variables = new ArrayList<>();
    private final List<String> results = new ArrayList<>();
    private final boolean gradient;
    private RecordedRun recorded; // null until the first run

    private OperationRun(Operation operation, List<Shape> shapes, List<Integer> wanted) {
        SameDiffGraph graph = SameDiffGraph.on(sameDiff, Purpose.INFERENCE, new Weights(Map.of()));
        List<Tensor> inputs = new ArrayList<>();
        for (Shape shape : shapes) {
            inputs.add(graph.wrap(variable("x" + inputs.size(), shape), shape));
        }
        Tensor output = graph.apply(operation, inputs);
        SDVariable y = SameDiffGraph.variable(output);
        gradient = !wanted.isEmpty();
        if (!gradient) {
            results.add(y.name());
            return;
        }
        SDVariable arriving = variable("dy", output.shape());
        sameDiff.setLossVariables(y.mul(arriving).sum().name());
        List<String> names =
                wanted.stream().map(index -> variables.get(index).name()).toList();
        GradientFunction.of(sameDiff, names);
        names.forEach(name -> results.add(sameDiff.grad(name).name()));
    }

    /** The operation: from its inputs to its output. */
    public static OperationRun forward(Operation operation, List<Shape> inputs) {
        return new OperationRun(operation, inputs, List.of());
    }

    /**
     * Its gradient: from its inputs and the gradient of its output to the gradients of some inputs.
     *
     * @param wanted indices of those inputs, at least one
     */
    public static OperationRun gradient(Operation operation, List<Shape> inputs, List<Integer> wanted) {
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("the gradient of no input is wanted");
        }
        return new OperationRun(operation, inputs, wanted);
    }

    private SDVariable variable(String name, Shape shape) {
        SDVariable variable = sameDiff.var(name, Nd4j.create(DataType.FLOAT, shape.toLongArray()));
        variables.add(variable);
        return variable;
    }

    /** Computes the results of the inputs' values; arrays may have other shapes of as many values. */
    public void run(List<INDArray> inputs, List<INDArray> outputs) {
        for (int i = 0; i < inputs.size(); i++) {
            copy(inputs.get(i), variables.get(i).getArr());
        }
        if (recorded == null) {
            SameDiff function = gradient ? GradientFunction.of(sameDiff, List.of()) : sameDiff;
            recorded = new RecordedRun(function, Map.of(), results);
        } else {
            recorded.repeat();
        }
        for (int i = 0; i < outputs.size(); i++) {
            copy(recorded.outputs().get(results.get(i)), outputs.get(i));
        }
    }

    private static void copy(INDArray from, INDArray to) {
        to.assign(from.reshape('c', to.shape()));
    }

    @Override
    public void close() {
        if (recorded != null) {
            recorded.close();
        }
        variables.forEach(variable -> variable.getArr().close());
    }
}
