package org.fpn4j.core.samediff;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.weights.Weights;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The reading that builds an ND4J {@link SameDiff} graph, operation by operation with ND4J's own operations. It is the
 * reference for numbers and gradients, and the way in for people who build their own SameDiff graph: {@link #wrap} takes
 * their variables, {@link #variable} gives ours.
 *
 * <p>Compiled for training, a batch norm that is trained normalises by its batch. Its running statistics are updated by the
 * network that {@link SameDiffExecutor} makes; on a graph of your own nothing updates them.
 *
 * <p>Kernels are stored as {@code [kH, kW, in, out]} inside ({@link KernelLayout}), because that is the only layout whose
 * gradient ND4J computes; checkpoints have {@code [out, in, kH, kW]}.
 */
public final class SameDiffGraph implements Graph {
    private record SameDiffTensor(SDVariable variable, Shape shape) implements Tensor {
        @Override
        public String name() {
            return variable.name();
        }
    }

    /** Statistics of a batch over {@code values} values a channel that enter running ones after a step. */
    record RunningStatistics(
            String mean, String variance, String batchMean, String batchVariance, double momentum, long values) {}

    /** What all scopes of one graph share. */
    private static final class State {
        final SameDiff sameDiff;
        final Purpose purpose;
        final Weights weights;
        final DataType type;
        final Map<String, Parameter> parameters = new LinkedHashMap<>();
        final Map<String, Shape> inputs = new LinkedHashMap<>();
        final List<RunningStatistics> statistics = new ArrayList<>();

        State(SameDiff sameDiff, Purpose purpose, Weights weights, DataType type) {
            this.sameDiff = requireNonNull(sameDiff, "sameDiff is null");
            this.purpose = requireNonNull(purpose, "purpose is null");
            this.weights = requireNonNull(weights, "weights is null");
            this.type = requireNonNull(type, "type is null");
        }
    }

    private final State state;
    private final String path;

    private SameDiffGraph(State state, String path) {
        this.state = state;
        this.path = path;
    }

    /**
     * A graph on top of an existing SameDiff.
     *
     * @param purpose decides which statistics batch norm uses
     * @param weights values of the parameters by full name; those of a parameter that is not there come from its
     *     initialiser with seed 0
     */
    public static SameDiffGraph on(SameDiff sameDiff, Purpose purpose, Weights weights) {
        return on(sameDiff, purpose, weights, DataType.FLOAT);
    }

    /** The same in another floating-point type: {@code DOUBLE} for checks against finite differences. */
    public static SameDiffGraph on(SameDiff sameDiff, Purpose purpose, Weights weights, DataType type) {
        return new SameDiffGraph(new State(sameDiff, purpose, weights, type), "");
    }

    @Override
    public Graph scope(String name) {
        return new SameDiffGraph(state, join(name));
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Tensor input(String name, Shape shape) {
        state.inputs.put(name, shape);
        return new SameDiffTensor(state.sameDiff.placeHolder(name, state.type, shape.toLongArray()), shape);
    }

    /** A variable of the caller's own graph as a tensor of this one. */
    public Tensor wrap(SDVariable variable, Shape shape) {
        return new SameDiffTensor(variable, shape);
    }

    /** The SameDiff variable behind a tensor of this graph. */
    public static SDVariable variable(Tensor tensor) {
        return ((SameDiffTensor) tensor).variable();
    }

    @Override
    public Tensor parameter(String name, Shape shape, Initializer initializer, Parameter.Role role, boolean trainable) {
        Parameter parameter = new Parameter(join(name), shape, initializer, role, trainable);
        if (state.parameters.put(parameter.name(), parameter) != null) {
            throw new IllegalStateException("parameter[" + parameter.name() + "] is declared twice");
        }
        float[] values = state.weights.tensors().containsKey(parameter.name())
                ? state.weights.get(parameter.name(), shape).values()
                : initializer.values(0, parameter.name(), shape);
        INDArray array = KernelLayout.toNd4j(values, shape).castTo(state.type);
        SDVariable variable = trainable
                ? state.sameDiff.var(parameter.name(), array)
                : state.sameDiff.constant(parameter.name(), array);
        return new SameDiffTensor(variable, shape);
    }

    @Override
    public Tensor constant(String name, Shape shape, Supplier<float[]> values) {
        INDArray array = Nd4j.createFromArray(values.get()).reshape('c', shape.toLongArray());
        return new SameDiffTensor(state.sameDiff.constant(join(name), array.castTo(state.type)), shape);
    }

    @Override
    public Tensor apply(Operation operation, List<Tensor> inputs) {
        Shape output = operation.infer(inputs.stream().map(Tensor::shape).toList());
        List<SDVariable> variables =
                inputs.stream().map(SameDiffGraph::variable).toList();
        List<Shape> shapes = inputs.stream().map(Tensor::shape).toList();
        Lowering lowering = new Lowering(state.sameDiff, variables, shapes, output, norm -> trainedNorm(norm, inputs));
        return new SameDiffTensor(operation.accept(lowering), output);
    }

    /** A batch norm that is trained, whose statistics are those of the batch while training. */
    private SDVariable trainedNorm(Operation.BatchNorm norm, List<Tensor> inputs) {
        Shape shape = inputs.get(0).shape();
        List<SDVariable> variables =
                inputs.stream().map(SameDiffGraph::variable).toList();
        if (state.purpose != Purpose.TRAINING) {
            return Normalizations.storedStatistics(state.sameDiff, norm, variables, shape);
        }
        Normalizations.Normalized normalized = Normalizations.batchStatistics(state.sameDiff, norm, variables, shape);
        state.statistics.add(new RunningStatistics(
                inputs.get(3).name(),
                inputs.get(4).name(),
                normalized.mean().name(),
                normalized.variance().name(),
                norm.momentum(),
                shape.size() / shape.channels()));
        return normalized.output();
    }

    public SameDiff sameDiff() {
        return state.sameDiff;
    }

    /** Parameters and buffers in the order of their declaration. */
    public List<Parameter> parameters() {
        return List.copyOf(state.parameters.values());
    }

    Map<String, Shape> inputs() {
        return state.inputs;
    }

    List<RunningStatistics> runningStatistics() {
        return state.statistics;
    }

    private String join(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
