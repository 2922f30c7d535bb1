package org.fpn4j.interop.dl4j;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.samediff.SameDiffGraph;
import org.fpn4j.core.weights.Weights;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * One {@link Operation} as a vertex of a DL4J graph, computed by the rule that {@link SameDiffGraph} has for it. Its inputs
 * are maps {@code [N, C, H, W]} of any batch size. DL4J saves and restores it like its own
 * vertices; the reader needs fpn4j on the class path.
 */
public final class OperationVertex extends SameDiffVertex {
    // fields without final: DL4J makes a vertex through the constructor without arguments and fills them
    @JsonProperty
    private String operation;

    @JsonProperty
    private int maps;

    @JsonProperty
    private int channels;

    @JsonProperty
    private int height;

    @JsonProperty
    private int width;

    @JsonProperty
    private List<String> parameters = new ArrayList<>();

    @JsonProperty
    private List<Long> lengths = new ArrayList<>();

    @JsonProperty
    private List<List<Long>> shapes = new ArrayList<>(); // empty where all parameters are vectors

    @JsonProperty
    private List<Double> initial = new ArrayList<>();

    @JsonProperty
    private List<String> frozen = new ArrayList<>();

    /** A parameter of the vertex, which starts with one value everywhere. */
    record VertexParameter(String name, Shape shape, double initial, boolean trainable) {}

    /** For DL4J, which fills the fields. */
    public OperationVertex() {}

    OperationVertex(Operation operation, int maps, Shape output, List<VertexParameter> parameters) {
        this.operation = OperationText.write(operation);
        this.maps = maps;
        this.channels = output.channels();
        this.height = output.height();
        this.width = output.width();
        boolean vectors =
                parameters.stream().allMatch(parameter -> parameter.shape().rank() == 1);
        for (VertexParameter parameter : parameters) {
            if (!vectors) {
                this.shapes.add(parameter.shape().dims().stream()
                        .map(Integer::longValue)
                        .toList());
            }
            this.parameters.add(parameter.name());
            this.lengths.add(parameter.shape().size());
            this.initial.add(parameter.initial());
            if (!parameter.trainable()) {
                this.frozen.add(parameter.name());
            }
        }
    }

    /** What the vertex computes. */
    public Operation operation() {
        return OperationText.read(requireNonNull(operation, "operation is null"));
    }

    /** Names of the parameters that training leaves alone. */
    List<String> frozen() {
        return frozen;
    }

    @Override
    public void defineParametersAndInputs(SDVertexParams params) {
        params.defineInputs(IntStream.range(0, maps).mapToObj(i -> "map" + i).toArray(String[]::new));
        for (int i = 0; i < parameters.size(); i++) {
            // a bias to DL4J, whose weight decay leaves biases alone as ours leaves all but kernels
            long[] shape = shapes.isEmpty()
                    ? new long[] {lengths.get(i)}
                    : shapes.get(i).stream().mapToLong(Long::longValue).toArray();
            params.addBiasParam(parameters.get(i), shape);
        }
    }

    @Override
    public void initializeParameters(Map<String, INDArray> params) {
        for (int i = 0; i < parameters.size(); i++) {
            params.get(parameters.get(i)).assign(initial.get(i));
        }
    }

    @Override
    public SDVariable defineVertex(
            SameDiff sameDiff,
            Map<String, SDVariable> layerInput,
            Map<String, SDVariable> paramTable,
            Map<String, SDVariable> maskVars) {
        DataType type = dataType == null ? DataType.FLOAT : dataType;
        SameDiffGraph graph = SameDiffGraph.on(sameDiff, Purpose.INFERENCE, new Weights(Map.of()), type);
        List<Tensor> inputs = new ArrayList<>();
        layerInput.values().forEach(map -> inputs.add(graph.wrap(map, shape(map))));
        parameters.forEach(name -> inputs.add(graph.wrap(paramTable.get(name), shape(paramTable.get(name)))));
        return SameDiffGraph.variable(graph.apply(operation(), inputs));
    }

    private static Shape shape(SDVariable variable) {
        return Shape.of(
                Arrays.stream(variable.getShape()).mapToInt(Math::toIntExact).toArray());
    }

    @Override
    public GraphVertex instantiate(
            ComputationGraph graph,
            String name,
            int index,
            INDArray paramsView,
            boolean initializeParams,
            DataType networkDatatype) {
        setName(name);
        return new OperationGraphVertex(this, graph, name, index, paramsView, initializeParams, networkDatatype);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... vertexInputs) {
        return InputType.convolutional(height, width, channels);
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArrays(INDArray[] maskArrays, MaskState state, int minibatchSize) {
        return new Pair<>(maskArrays == null || maskArrays.length == 0 ? null : maskArrays[0], state);
    }

    @Override
    public IUpdater getUpdaterByParam(String name) {
        return frozen.contains(name) ? new NoOp() : super.getUpdaterByParam(name);
    }

    @Override
    public List<Regularization> getRegularizationByParam(String name) {
        return frozen.contains(name) ? List.of() : super.getRegularizationByParam(name);
    }

    @Override
    public int minVertexInputs() {
        return maps;
    }

    @Override
    public int maxVertexInputs() {
        return maps;
    }

    @Override
    public org.deeplearning4j.nn.conf.graph.GraphVertex clone() {
        OperationVertex copy = new OperationVertex();
        copy.operation = operation;
        copy.maps = maps;
        copy.channels = channels;
        copy.height = height;
        copy.width = width;
        copy.parameters = new ArrayList<>(parameters);
        copy.lengths = new ArrayList<>(lengths);
        copy.shapes = new ArrayList<>(shapes);
        copy.initial = new ArrayList<>(initial);
        copy.frozen = new ArrayList<>(frozen);
        copy.setName(getName());
        copy.regularization = regularization == null ? null : new ArrayList<>(regularization);
        copy.regularizationBias = regularizationBias == null ? null : new ArrayList<>(regularizationBias);
        copy.updater = updater == null ? null : updater.clone();
        copy.biasUpdater = biasUpdater == null ? null : biasUpdater.clone();
        copy.gradientNormalization = gradientNormalization;
        copy.gradientNormalizationThreshold = gradientNormalizationThreshold;
        copy.dataType = dataType;
        return copy;
    }

    /** Everything that the operation is made of, for comparison. */
    private Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("operation", operation);
        facts.put("maps", maps);
        facts.put("output", List.of(channels, height, width));
        facts.put("parameters", parameters);
        facts.put("lengths", lengths);
        facts.put("shapes", shapes);
        facts.put("initial", initial);
        facts.put("frozen", frozen);
        return facts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OperationVertex vertex && super.equals(other) && facts().equals(vertex.facts());
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof OperationVertex;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), facts());
    }

    @Override
    public String toString() {
        return "OperationVertex" + facts();
    }
}
