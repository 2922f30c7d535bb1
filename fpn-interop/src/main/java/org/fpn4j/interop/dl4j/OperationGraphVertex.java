package org.fpn4j.interop.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.samediff.SameDiffGraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.array.SingleThreadArrayHolder;
import org.nd4j.autodiff.util.SameDiffUtils;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The running half of {@link OperationVertex}. DL4J's own would leave the batch size open; the rules for our operations
 * reshape by it, so the SameDiff graph is made for the shapes at hand and again when they change.
 */
@SuppressWarnings("overrides") // DL4J's own base class overrides setInputs(INDArray...) without the dots
final class OperationGraphVertex extends SameDiffGraphVertex {
    private final transient OperationVertex vertex;
    private transient List<long[]> shapes = List.of();

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
        forgetOtherShapes();
        return super.doForward(training, workspaceMgr);
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaceMgr) {
        forgetOtherShapes();
        Pair<Gradient, INDArray[]> result = super.doBackward(tbptt, workspaceMgr);
        // an updater without effect passes a gradient on as the change, so there must be none
        vertex.frozen().forEach(name -> gradTable.get(name).assign(0));
        return result;
    }

    private void forgetOtherShapes() {
        boolean same = shapes.size() == inputs.length;
        for (int i = 0; same && i < inputs.length; i++) {
            same = Arrays.equals(shapes.get(i), inputs[i].shape());
        }
        if (!same) {
            sameDiff = null;
        }
    }

    @Override
    protected void doInit() {
        MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces();
        try {
            sameDiff = SameDiff.create();
            sameDiff.setArrayHolders(new SingleThreadArrayHolder(), new SingleThreadArrayHolder(), false);
            shapes = new ArrayList<>();
            inputVars = new LinkedHashMap<>();
            for (int i = 0; i < inputs.length; i++) {
                String name = vertex.getVertexParams().getInputs().get(i);
                long[] shape = inputs[i].shape().clone();
                shapes.add(shape);
                inputVars.put(name, sameDiff.placeHolder(name, dataType, shape));
                // DL4J feeds a mask whether or not there is one
                sameDiff.placeHolder(name + "_mask", dataType, -1, -1, -1, -1);
            }
            Map<String, SDVariable> variables = new LinkedHashMap<>();
            paramTable.forEach((name, values) -> variables.put(name, sameDiff.var(name, dataType, values.shape())));
            outputVar = vertex.defineVertex(sameDiff, inputVars, variables, null);
            paramTable.forEach((name, values) -> sameDiff.associateArrayWithVariable(values, variables.get(name)));
            fn = SameDiffUtils.externalErrors(sameDiff, null, outputVar);
            fn.outputVariable();
            outputKey = outputVar.name();
        } finally {
            outside.close();
        }
    }

    @Override
    public String toString() {
        return vertex.toString();
    }
}
