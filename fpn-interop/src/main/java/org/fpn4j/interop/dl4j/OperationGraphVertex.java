package org.fpn4j.interop.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.samediff.SameDiffGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.fpn4j.core.samediff.GradientFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.array.SingleThreadArrayHolder;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The running half of {@link OperationVertex}.
 *
 * <p>DL4J's own leaves the batch size open, by which the rules of our operations reshape, so the SameDiff graph is made for
 * the shapes at hand, and again when they change. And the gradients of DL4J's own are doubled in 1.0.0-M2.1, which a ReLU as
 * {@code SameDiffLambdaVertex} shows beside its layer; here the gradient that arrives is a factor of the output, and SameDiff
 * differentiates the sum.
 */
@SuppressWarnings("overrides") // DL4J's own base class overrides setInputs(INDArray...) without the dots
final class OperationGraphVertex extends SameDiffGraphVertex {
    private static final String ARRIVING = "arriving";

    private final transient OperationVertex vertex;
    private transient List<INDArray> arrays = List.of();

    OperationGraphVertex(
            OperationVertex vertex,
            ComputationGraph graph,
            String name,
            int index,
            INDArray paramsView,
            boolean initializeParams,
            DataType type) {
        super(vertex, graph, name, index, paramsView, initializeParams, type);
        this.vertex = vertex;
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaceMgr) {
        INDArray result = outsideOfWorkspaces(() -> prepared().outputSingle(Map.of(), outputKey));
        return workspaceMgr.dup(ArrayType.ACTIVATIONS, result);
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaceMgr) {
        Map<String, INDArray> results = outsideOfWorkspaces(() -> {
            SameDiff ready = prepared();
            List<String> wanted = new ArrayList<>(inputVars.keySet());
            paramTable.keySet().stream()
                    .filter(name -> !vertex.frozen().contains(name))
                    .forEach(wanted::add);
            GradientFunction.of(ready, wanted);
            return ready.calculateGradients(Map.of(ARRIVING, epsilon), wanted);
        });
        Gradient gradient = new DefaultGradient();
        paramTable.keySet().forEach(name -> {
            INDArray view = gradTable.get(name);
            // an updater without effect passes a gradient on as the change, so a frozen parameter has none
            if (vertex.frozen().contains(name)) {
                view.assign(0);
            } else {
                view.assign(results.get(name));
            }
            gradient.gradientForVariable().put(name, view);
        });
        INDArray[] passedOn = inputVars.keySet().stream()
                .map(name -> workspaceMgr.dup(ArrayType.ACTIVATION_GRAD, results.get(name)))
                .toArray(INDArray[]::new);
        return new Pair<>(gradient, passedOn);
    }

    private static <T> T outsideOfWorkspaces(Supplier<T> work) {
        MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces();
        try {
            return work.get();
        } finally {
            outside.close();
        }
    }

    /** The SameDiff graph for the shapes of the inputs, with their values. */
    private SameDiff prepared() {
        boolean same = arrays.size() == inputs.length;
        for (int i = 0; same && i < inputs.length; i++) {
            same = Arrays.equals(arrays.get(i).shape(), inputs[i].shape());
        }
        if (!same) {
            doInit();
        }
        for (int i = 0; i < inputs.length; i++) {
            arrays.get(i).assign(inputs[i]);
        }
        return sameDiff;
    }

    @Override
    protected void doInit() {
        sameDiff = SameDiff.create();
        // the holders by default copy views, and parameters are views into DL4J's one vector
        sameDiff.setArrayHolders(new SingleThreadArrayHolder(), new SingleThreadArrayHolder(), false);
        arrays = new ArrayList<>();
        inputVars = new LinkedHashMap<>();
        for (int i = 0; i < inputs.length; i++) {
            String name = vertex.getVertexParams().getInputs().get(i);
            INDArray array = Nd4j.create(dataType, inputs[i].shape());
            arrays.add(array);
            inputVars.put(name, sameDiff.var(name, array)); // SameDiff differentiates by variables alone
        }
        Map<String, SDVariable> variables = new LinkedHashMap<>();
        paramTable.forEach((name, values) -> variables.put(
                name, vertex.frozen().contains(name) ? sameDiff.constant(name, values) : sameDiff.var(name, values)));
        outputVar = vertex.defineVertex(sameDiff, inputVars, variables, null);
        outputKey = outputVar.name();
        SDVariable arriving = sameDiff.placeHolder(ARRIVING, dataType, outputVar.getShape());
        sameDiff.setLossVariables(outputVar.mul(arriving).sum().name());
    }

    @Override
    public String toString() {
        return vertex.toString();
    }
}
