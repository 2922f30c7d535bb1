package org.fpn4j.core.samediff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.graph.TensorView;
import org.fpn4j.core.nd4j.NativeMemory;
import org.fpn4j.core.nd4j.NativeVector;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network that SameDiff's session runs once and {@link RecordedRun} from then on. */
final class SameDiffNetwork implements Network {
    private final SameDiffGraph graph;
    private final SameDiff sameDiff;
    private final Map<String, Tensor> outputs;
    private final Map<String, SDVariable> losses;
    private final ParameterBuffers buffers; // null for inference
    private final Map<Set<String>, RecordedRun> forwardRuns = new HashMap<>();
    private final Map<Set<String>, RecordedRun> gradientRuns = new HashMap<>();
    private final List<String> trained = new ArrayList<>();

    SameDiffNetwork(SameDiffGraph graph, Map<String, Tensor> outputs, Map<String, SDVariable> losses, Purpose purpose) {
        this.graph = graph;
        this.sameDiff = graph.sameDiff();
        this.outputs = outputs;
        this.losses = losses;
        this.buffers =
                purpose == Purpose.TRAINING ? new ParameterBuffers(graph.parameters(), NativeMemory.shared()) : null;
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
    public Map<String, TensorView> run(Map<String, float[]> inputs, Collection<String> names) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String name : names) {
            Tensor tensor = outputs.get(name);
            if (tensor == null) {
                throw new IllegalArgumentException("output[" + name + "] was not declared; known: " + outputs.keySet());
            }
            variables.put(name, tensor.name());
        }
        Set<String> wanted = new LinkedHashSet<>(variables.values());
        Map<String, float[]> results = complete(checked(inputs), wanted);
        wanted.removeAll(results.keySet()); // a decision is known by now
        if (!wanted.isEmpty()) {
            results.putAll(forward(results, wanted));
        }
        Map<String, TensorView> values = new LinkedHashMap<>();
        variables.forEach((name, variable) -> values.put(name, TensorView.of(results.get(variable))));
        return values;
    }

    @Override
    public Map<String, Double> backward(Map<String, float[]> inputs) {
        SameDiff gradients = GradientFunction.of(sameDiff, trained);
        Set<String> wanted = new LinkedHashSet<>();
        losses.values().forEach(loss -> wanted.add(loss.name()));
        for (SameDiffGraph.RunningStatistics statistics : graph.runningStatistics()) {
            wanted.add(statistics.batchMean());
            wanted.add(statistics.batchVariance());
        }
        Map<String, float[]> complete = complete(checked(inputs), wanted);
        Set<String> needed = graph.decisions().placeholders(wanted);
        trained.forEach(name -> gradientOf(name).ifPresent(wanted::add));
        Map<String, INDArray> results = run(gradientRuns, gradients, complete, needed, wanted);
        for (ParameterBuffers.Slot slot : buffers().slots()) {
            INDArray kept = array(buffers.gradients(), slot);
            gradientOf(slot.parameter().name())
                    .map(results::get)
                    .ifPresentOrElse(
                            gradient -> kept.assign(gradient.reshape(gradient.length())), () -> kept.assign(0));
        }
        Map<String, Double> values = new LinkedHashMap<>();
        losses.forEach((name, loss) ->
                values.put(name, (double) results.get(loss.name()).getFloat(0)));
        updateStatistics(results);
        return values;
    }

    /** The variable of a parameter's gradient; none of one that leads to no loss. */
    private Optional<String> gradientOf(String parameter) {
        return Optional.ofNullable(sameDiff.grad(parameter)).map(SDVariable::name);
    }

    /** Inputs and what decisions come to that variables depend on. */
    private Map<String, float[]> complete(Map<String, float[]> inputs, Set<String> variables) {
        return graph.decisions().complete(inputs, variables, this::forward);
    }

    private Map<String, float[]> forward(Map<String, float[]> placeholders, Set<String> variables) {
        Set<String> needed = graph.decisions().placeholders(variables);
        return Decisions.floats(run(forwardRuns, sameDiff, placeholders, needed, variables));
    }

    /** Records the first run for a set of outputs and repeats it from then on. */
    private Map<String, INDArray> run(
            Map<Set<String>, RecordedRun> runs,
            SameDiff target,
            Map<String, float[]> placeholders,
            Set<String> needed,
            Set<String> wanted) {
        Map<String, INDArray> fed = arrays(placeholders, needed);
        RecordedRun recorded = runs.get(wanted);
        if (recorded == null) {
            recorded = new RecordedRun(target, fed, wanted);
            runs.put(Set.copyOf(wanted), recorded);
        } else {
            Map<String, INDArray> kept = recorded.inputs();
            fed.forEach((name, array) -> {
                kept.get(name).assign(array);
                array.close();
            });
            recorded.repeat();
        }
        return recorded.outputs();
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
            array.assign(array(buffers.values(), slot).reshape('c', array.shape()));
        }
    }

    @Override
    public Weights weights() {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : graph.parameters()) {
            tensors.put(parameter.name(), tensor(parameter, array(parameter)));
        }
        return new Weights(tensors);
    }

    @Override
    public Weights weights(FlatVector trained) {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>(weights().tensors());
        for (ParameterBuffers.Slot slot : buffers().slots()) {
            float[] values = ParameterBuffers.view(trained, slot).toArray();
            try (INDArray array = Nd4j.createFromArray(values)) {
                INDArray laidOut = array.reshape('c', array(slot.parameter()).shape());
                tensors.put(slot.parameter().name(), tensor(slot.parameter(), laidOut));
            }
        }
        return new Weights(tensors);
    }

    private static NamedTensor tensor(Parameter parameter, INDArray array) {
        return new NamedTensor(parameter.shape(), KernelLayout.fromNd4j(array, parameter.shape()));
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
        forwardRuns.values().forEach(RecordedRun::close);
        forwardRuns.clear();
        gradientRuns.values().forEach(RecordedRun::close);
        gradientRuns.clear();
        if (buffers != null) {
            buffers.close();
        }
    }

    private void fillBuffers() {
        for (ParameterBuffers.Slot slot : buffers.slots()) {
            array(buffers.values(), slot).assign(array(slot.parameter()).ravel());
        }
    }

    private static INDArray array(FlatVector vector, ParameterBuffers.Slot slot) {
        return NativeVector.of(vector).array(slot.offset(), slot.length());
    }

    private INDArray array(Parameter parameter) {
        return sameDiff.getVariable(parameter.name()).getArr();
    }

    private Map<String, float[]> checked(Map<String, float[]> inputs) {
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
        }
        return inputs;
    }

    private Map<String, INDArray> arrays(Map<String, float[]> placeholders, Set<String> needed) {
        Map<String, INDArray> arrays = new HashMap<>();
        for (String name : needed) {
            float[] values = placeholders.get(name);
            if (values == null) {
                throw new IllegalArgumentException("input[" + name + "] is needed and was not fed");
            }
            arrays.put(
                    name,
                    Nd4j.createFromArray(values)
                            .reshape('c', sameDiff.getVariable(name).placeholderShape()));
        }
        return arrays;
    }
}
