package org.fpn4j.core.samediff;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.graph.DelegatingGraph;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.ReadGraph;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.weights.Weights;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The reading that builds an ND4J {@link SameDiff} graph, operation by operation with ND4J's own operations. It is the
 * reference for numbers and gradients, and the way in for people who build their own SameDiff graph: {@link #wrap} takes
 * their variables, {@link #variable} gives ours.
 *
 * <p>Compiled for training, a batch norm that is trained normalises by its batch. Its running statistics are updated by the
 * network that {@link SameDiffExecutor} makes; on a graph of your own nothing updates them.
 *
 * <p>A decision ({@link org.fpn4j.core.graph.Operation.Decision}) is a placeholder, because SameDiff computes nothing in Java. The network that
 * {@link SameDiffExecutor} makes feeds it; on a graph of your own you do, with what {@link #decided} gives.
 *
 * <p>Kernels are stored as {@code [kH, kW, in, out]} inside ({@link KernelLayout}), because that is the only layout whose
 * gradient ND4J computes; checkpoints have {@code [out, in, kH, kW]}.
 */
public final class SameDiffGraph implements DelegatingGraph {
    /** {@code kernel}: a parameter that is stored as {@link KernelLayout} says. */
    record SameDiffTensor(SDVariable variable, Shape shape, boolean kernel) implements Tensor {
        static SameDiffTensor of(SDVariable variable, Shape shape) {
            return new SameDiffTensor(variable, shape, false);
        }

        @Override
        public String name() {
            return variable.name();
        }
    }

    /** Statistics of a batch over {@code values} values a channel that enter running ones after a step. */
    record RunningStatistics(
            String mean, String variance, String batchMean, String batchVariance, double momentum, long values) {}

    private final SameDiffReading reading;
    private final ReadGraph graph;

    private SameDiffGraph(SameDiffReading reading) {
        this.reading = reading;
        this.graph = new ReadGraph(reading);
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
        return new SameDiffGraph(new SameDiffReading(sameDiff, purpose, weights, type));
    }

    @Override
    public Graph graph() {
        return graph;
    }

    /** A variable of the caller's own graph as a tensor of this one. */
    public Tensor wrap(SDVariable variable, Shape shape) {
        return SameDiffTensor.of(variable, shape);
    }

    /** The SameDiff variable behind a tensor of this graph. */
    public static SDVariable variable(Tensor tensor) {
        return ((SameDiffTensor) tensor).variable();
    }

    /**
     * What decisions come to: values for their placeholders, by name. No gradient flows through them.
     *
     * @param placeholders what the decisions depend on, by name
     */
    public Map<String, INDArray> decided(Map<String, INDArray> placeholders) {
        Decisions decisions = reading.decisions();
        List<String> names =
                decisions.all().stream().map(Decisions.Decided::name).toList();
        Map<String, float[]> values = decisions.complete(Decisions.floats(placeholders), names, (inputs, variables) -> {
            Map<String, INDArray> known = new LinkedHashMap<>(placeholders);
            known.putAll(decisions.arrays(inputs, reading.type()));
            return Decisions.floats(sameDiff().output(known, List.copyOf(variables)));
        });
        return decisions.arrays(values, reading.type());
    }

    /** The graph that is built. */
    public SameDiff sameDiff() {
        return reading.sameDiff();
    }

    /** Parameters and buffers in the order of their declaration. */
    public List<Parameter> parameters() {
        return graph.parameters();
    }

    void requireLosses(Collection<Tensor> losses) {
        graph.requireLosses(losses);
    }

    Decisions decisions() {
        return reading.decisions();
    }

    Map<String, Shape> inputs() {
        return graph.inputs();
    }

    List<RunningStatistics> runningStatistics() {
        return reading.statistics();
    }
}
