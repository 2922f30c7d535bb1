package org.fpn4j.core.samediff;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fpn4j.core.execution.Executor;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.weights.Weights;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Runs definitions through SameDiff's own session on whatever ND4J backend is on the class path. */
public final class SameDiffExecutor implements Executor {
    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public Network compile(NetworkDefinition definition, Purpose purpose, Weights initial) {
        SameDiff sameDiff = SameDiff.create();
        SameDiffGraph graph = SameDiffGraph.on(sameDiff, purpose, initial);
        NetworkDefinition.Declared declared = definition.define(graph);
        Map<String, SDVariable> losses = new LinkedHashMap<>();
        for (Map.Entry<String, Tensor> loss : declared.losses().entrySet()) {
            losses.put(loss.getKey(), SameDiffGraph.variable(loss.getValue()));
        }
        if (purpose == Purpose.TRAINING) {
            graph.requireLosses(declared.losses().values());
            SDVariable total = losses.values().stream().reduce(SDVariable::add).orElseThrow();
            sameDiff.setLossVariables(total.name());
        }
        return new SameDiffNetwork(graph, declared.outputs(), losses, purpose);
    }
}
