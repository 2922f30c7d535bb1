package org.fpn4j.core.samediff;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Reading;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.samediff.SameDiffGraph.RunningStatistics;
import org.fpn4j.core.samediff.SameDiffGraph.SameDiffTensor;
import org.fpn4j.core.weights.Weights;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Makes variables of what is declared. */
record SameDiffReading(
        SameDiff sameDiff,
        Purpose purpose,
        Weights weights,
        DataType type,
        List<RunningStatistics> statistics,
        Decisions decisions)
        implements Reading {
    SameDiffReading(SameDiff sameDiff, Purpose purpose, Weights weights, DataType type) {
        this(
                requireNonNull(sameDiff, "sameDiff is null"),
                requireNonNull(purpose, "purpose is null"),
                requireNonNull(weights, "weights is null"),
                requireNonNull(type, "type is null"),
                new ArrayList<>(),
                new Decisions(sameDiff, new ArrayList<>()));
    }

    @Override
    public Tensor input(String name, Shape shape) {
        return SameDiffTensor.of(sameDiff.placeHolder(name, type, shape.toLongArray()), shape);
    }

    @Override
    public Tensor parameter(Parameter parameter) {
        String name = parameter.name();
        Shape shape = parameter.shape();
        float[] values = weights.tensors().containsKey(name)
                ? weights.get(name, shape).values()
                : parameter.initializer().values(0, name, shape);
        INDArray array = KernelLayout.toNd4j(values, shape).castTo(type);
        SDVariable variable = parameter.trainable() ? sameDiff.var(name, array) : sameDiff.constant(name, array);
        return new SameDiffTensor(variable, shape, shape.rank() == 4);
    }

    @Override
    public Tensor constant(String name, Shape shape, Supplier<float[]> values) {
        INDArray array = Nd4j.createFromArray(values.get()).reshape('c', shape.toLongArray());
        return SameDiffTensor.of(sameDiff.constant(name, array.castTo(type)), shape);
    }

    @Override
    public Tensor apply(Applied node) {
        Lowering lowering = new Lowering(this, node, variables(node.inputs()));
        return SameDiffTensor.of(node.operation().accept(lowering), node.output());
    }

    /** Variables in the order of their shapes: kernels, too. */
    List<SDVariable> plain(List<Tensor> tensors) {
        return tensors.stream()
                .map(SameDiffTensor.class::cast)
                .map(tensor ->
                        tensor.kernel() ? KernelLayout.plain(tensor.variable(), tensor.shape()) : tensor.variable())
                .toList();
    }

    /** The placeholder of a decision. */
    SDVariable decided(Operation.Decision decision, Applied node) {
        SDVariable placeholder =
                sameDiff.placeHolder(node.name(), type, node.output().toLongArray());
        decisions
                .all()
                .add(new Decisions.Decided(node.name(), decision, plain(node.inputs()), node.shapes(), node.output()));
        return placeholder;
    }

    private static List<SDVariable> variables(List<Tensor> tensors) {
        return tensors.stream().map(SameDiffGraph::variable).toList();
    }

    /** A batch norm that is trained, whose statistics are those of the batch while training. */
    SDVariable trainedNorm(Operation.BatchNorm norm, List<Tensor> inputs) {
        Shape shape = inputs.get(0).shape();
        List<SDVariable> variables = variables(inputs);
        if (purpose != Purpose.TRAINING) {
            return Normalizations.storedStatistics(sameDiff, norm, variables, shape);
        }
        Normalizations.Normalized normalized = Normalizations.batchStatistics(sameDiff, norm, variables, shape);
        statistics.add(new RunningStatistics(
                inputs.get(3).name(),
                inputs.get(4).name(),
                normalized.mean().name(),
                normalized.variance().name(),
                norm.momentum(),
                shape.size() / shape.channels()));
        return normalized.output();
    }
}
