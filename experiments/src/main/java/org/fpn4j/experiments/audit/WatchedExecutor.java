package org.fpn4j.experiments.audit;

import static java.util.Objects.requireNonNull;

import org.fpn4j.core.execution.Executor;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.execution.PlanNetwork;

/** An executor of whose trained networks everything is told. */
final class WatchedExecutor implements Executor {
    private final PlanExecutor executor;
    private final Narrator narrator;

    WatchedExecutor(PlanExecutor executor, Narrator narrator) {
        this.executor = requireNonNull(executor, "executor is null");
        this.narrator = requireNonNull(narrator, "narrator is null");
    }

    @Override
    public String name() {
        return executor.name();
    }

    @Override
    public Network compile(NetworkDefinition definition, Purpose purpose, Weights initial) {
        PlanNetwork network = executor.compile(definition, purpose, initial);
        if (purpose == Purpose.INFERENCE) {
            return network;
        }
        try {
            narrator.compiled(network);
            return new WatchedNetwork(network, narrator);
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }
}
