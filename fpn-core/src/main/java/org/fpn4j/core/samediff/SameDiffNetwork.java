package org.fpn4j.core.samediff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.api.OutAndGrad;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network that SameDiff's session runs. The session allocates every array at every run. */
final class SameDiffNetwork implements Network {
    private final SameDiffGraph graph;
    private final SameDiff sameDiff;
    private final Map<String, Tensor> outputs;
    private final Map<String, SDVariable> losses;
    private final ParameterBuffers buffers; // null for inference
    private final List<String> trained = new ArrayList<>();

    SameDiffNetwork(SameDiffGraph graph, Map<String, Tensor> outputs, Map<String, SDVariable> losses, Purpose purpose) {
        this.graph = graph;
        this.sameDiff = graph.sameDiff();
        this.outputs = outputs;
        this.losses = losses;
        this.buffers = purpose == Purpose.TRAINING ? new ParameterBuffers(graph.parameters()) : null;
        if (buffers != null) {
            buffers.slots().forEach(slot -> trained.add(slot.parameter().name()));
            fillBuffers();
        }
    }

    @Override
    public Map<String, Shape> inputs() {
        return Collections.unmodifiableMap(graph.inputs());
    }

    @Override
    public Map<String, Shape> outputs() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        outputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return shapes;
    }

    @Override
    public List<Parameter> parameters() {
        return graph.parameters();
    }

    @Override
    public Map<String, float[]> forward(Map<String, float[]> inputs, Collection<String> names) {
        Map<String, INDArray> fed = feed(inputs);
        Map<String, String> variables = new LinkedHashMap<>();
        for (String name : names) {
            Tensor tensor = outputs.get(name);
            if (tensor == null) {
                throw new IllegalArgumentException("output[" + name + "] was not declared; known: " + outputs.keySet());
            }
            variables.put(name, tensor.name());
        }
        Map<String, INDArray> results = sameDiff.output(fed, new ArrayList<>(new LinkedHashSet<>(variables.values())));
        Map<String, float[]> values = new LinkedHashMap<>();
        variables.forEach((name, variable) -> values.put(name, floats(results.get(variable))));
        release(results.values());
        release(fed.values());
        return values;
    }

    @Override
    public Map<String, Double> gradients(Map<String, float[]> inputs) {
        Map<String, INDArray> fed = feed(inputs);
        Set<String> wanted = new LinkedHashSet<>();
        losses.values().forEach(loss -> wanted.add(loss.name()));
        for (SameDiffGraph.RunningStatistics statistics : graph.runningStatistics()) {
            wanted.add(statistics.batchMean());
            wanted.add(statistics.batchVariance());
        }
        OutAndGrad run = sameDiff.calculateGradientsAndOutputs(fed, wanted, trained);
        for (ParameterBuffers.Slot slot : buffers().slots()) {
            INDArray gradient = run.getGradients().get(slot.parameter().name());
            INDArray target = ParameterBuffers.view(buffers.gradients(), slot);
            target.assign(
                    gradient.ordering() == 'c'
                            ? gradient.ravel()
                            : gradient.dup('c').ravel());
        }
        Map<String, Double> values = new LinkedHashMap<>();
        losses.forEach((name, loss) ->
                values.put(name, (double) run.getOutputs().get(loss.name()).getFloat(0)));
        updateStatistics(run.getOutputs());
        release(run.getGradients().values());
        release(run.getOutputs().values());
        release(fed.values());
        return values;
    }

    /** The running variance takes the unbiased estimate, as PyTorch's does. */
    private void updateStatistics(Map<String, INDArray> results) {
        for (SameDiffGraph.RunningStatistics statistics : graph.runningStatistics()) {
            INDArray mean = sameDiff.getVariable(statistics.mean()).getArr();
            INDArray variance = sameDiff.getVariable(statistics.variance()).getArr();
            INDArray batchVariance = results.get(statistics.batchVariance());
            double count = (double) statistics.values();
            double momentum = statistics.momentum();
            mean.muli(1 - momentum).addi(results.get(statistics.batchMean()).mul(momentum));
            variance.muli(1 - momentum).addi(batchVariance.mul(momentum * count / Math.max(count - 1, 1)));
        }
    }

    @Override
    public ParameterBuffers buffers() {
        if (buffers == null) {
            throw new IllegalStateException("this network was compiled for inference and has no gradients");
        }
        return buffers;
    }

    @Override
    public void parametersChanged() {
        for (ParameterBuffers.Slot slot : buffers().slots()) {
            INDArray array = array(slot.parameter());
            array.assign(ParameterBuffers.view(buffers.values(), slot).reshape('c', array.shape()));
        }
    }

    @Override
    public Weights weights() {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : graph.parameters()) {
            float[] values = KernelLayout.fromNd4j(array(parameter), parameter.shape());
            tensors.put(parameter.name(), new NamedTensor(parameter.shape(), values));
        }
        return new Weights(tensors);
    }

    @Override
    public void load(Weights weights) {
        for (Parameter parameter : graph.parameters()) {
            float[] values = weights.get(parameter.name(), parameter.shape()).values();
            array(parameter).assign(KernelLayout.toNd4j(values, parameter.shape()));
        }
        if (buffers != null) {
            fillBuffers();
        }
    }

    @Override
    public void close() {
        // a SameDiff graph owns no resources but its arrays, which the collector frees
    }

    private void fillBuffers() {
        for (ParameterBuffers.Slot slot : buffers.slots()) {
            ParameterBuffers.view(buffers.values(), slot)
                    .assign(array(slot.parameter()).ravel());
        }
    }

    private INDArray array(Parameter parameter) {
        return sameDiff.getVariable(parameter.name()).getArr();
    }

    private Map<String, INDArray> feed(Map<String, float[]> inputs) {
        Map<String, INDArray> fed = new HashMap<>();
        for (Map.Entry<String, float[]> input : inputs.entrySet()) {
            Shape shape = graph.inputs().get(input.getKey());
            if (shape == null) {
                throw new IllegalArgumentException("input[" + input.getKey() + "] was not declared; known: "
                        + graph.inputs().keySet());
            }
            if (shape.size() != input.getValue().length) {
                throw new IllegalArgumentException("input[" + input.getKey() + "]: expected " + shape + ", got ["
                        + input.getValue().length + "] values");
            }
            fed.put(input.getKey(), Nd4j.createFromArray(input.getValue()).reshape('c', shape.toLongArray()));
        }
        return fed;
    }

    private static float[] floats(INDArray array) {
        return (array.ordering() == 'c' && !array.isView() ? array : array.dup('c'))
                .data()
                .asFloat();
    }

    /** Frees what the session handed out, without waiting for the collector. */
    private static void release(Collection<INDArray> arrays) {
        for (INDArray array : arrays) {
            if (array.closeable()) {
                array.close();
            }
        }
    }
}
