package org.fpn4j.experiments.audit;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fpn4j.core.execution.ParameterBuffers.Slot;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.TensorView;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.engine.execution.PlanNetwork;
import org.fpn4j.engine.execution.PlanValue;
import org.fpn4j.training.loop.Snapshot;
import org.fpn4j.training.loop.TrainingListener;
import org.fpn4j.training.loop.TrainingStep;

/** Tells everything that a training computes, in the order in which it is computed. */
final class Narrator implements TrainingListener {
    private final Lockstep.Side side;
    private final Set<PlanValue> values;
    private final long resumption;
    private PlanNetwork network; // null until it is compiled
    private boolean hasStarted;
    private long done; // steps
    private int run; // of the step in progress, from 1; 0 before its first
    private double learningRate;

    /**
     * A narrator of one training.
     *
     * @param values of the plan that are told
     * @param resumption steps after which one of the two trainings is saved and resumed; 0 where none is
     */
    Narrator(Lockstep.Side side, Set<PlanValue> values, long resumption) {
        this.side = requireNonNull(side, "side is null");
        this.values = Set.copyOf(values);
        this.resumption = resumption;
    }

    /** A network was compiled; the first has the starting weights, another one is about to be given those that were saved. */
    void compiled(PlanNetwork compiled) {
        network = compiled;
        side.entering(() -> compiled.plan().enter());
        compiled.watchGradients((value, view) -> {
            if (values.contains(value)) {
                Stage stage = value.backward() ? Stage.BACKWARD : Stage.FORWARD;
                side.tell(
                        new Told(done + 1, run, stage, "value", value.name(), value.shape(), Optional.of(value)), view);
            }
        });
        if (!hasStarted) {
            hasStarted = true;
            tellWeights(Stage.START, Stage.START, compiled.weights());
        }
    }

    /**
     * A run of a step begins.
     *
     * @param proposed names of the inputs that were made of what the network computed
     */
    void fed(Map<String, float[]> inputs, Set<String> proposed) {
        if (run == 0 && done > 0 && done == resumption) {
            tellWeights(Stage.RESUMPTION, Stage.RESUMPTION, network.weights());
        }
        run++;
        network.inputs().forEach((name, shape) -> {
            if (inputs.containsKey(name)) {
                Stage stage = proposed.contains(name) ? Stage.FORWARD : Stage.DATA;
                tell(stage, "input", name, shape, TensorView.of(inputs.get(name)));
            }
        });
    }

    /**
     * A run is computed.
     *
     * @param factor that its gradients have
     */
    void computed(Map<String, Double> losses, double factor) {
        losses.forEach((name, loss) ->
                tell(Stage.FORWARD, "loss", name, Shape.of(1), TensorView.of((float) loss.doubleValue())));
        float[] gradients = network.inOrder(network.buffers().gradients());
        if (factor != 1) {
            for (int i = 0; i < gradients.length; i++) {
                gradients[i] /= (float) factor;
            }
        }
        tellSlots(Stage.BACKWARD, "gradient", gradients);
    }

    @Override
    public void stepped(TrainingStep step) {
        learningRate = step.learningRate();
    }

    /** A step is done. */
    @Override
    public void reached(Snapshot snapshot) {
        run = 0;
        tell(Stage.UPDATE, "number", "learning rate", Shape.of(1), TensorView.of((float) learningRate));
        tellWeights(Stage.UPDATE, Stage.FORWARD, snapshot.weights());
        snapshot.memory().tensors().forEach((name, vector) -> tellSlots(Stage.UPDATE, name, vector.values()));
        done++;
    }

    /** Parameters are the work of one stage, statistics of another. */
    private void tellWeights(Stage trained, Stage kept, Weights weights) {
        for (Parameter parameter : network.parameters()) {
            NamedTensor tensor = weights.get(parameter.name(), parameter.shape());
            tell(
                    parameter.trainable() ? trained : kept,
                    parameter.trainable() ? "parameter" : "buffer",
                    parameter.name(),
                    parameter.shape(),
                    TensorView.of(tensor.values()));
        }
    }

    /** A vector as long as all that is trained, parameter by parameter. */
    private void tellSlots(Stage stage, String kind, float[] vector) {
        TensorView whole = TensorView.of(vector);
        for (Slot slot : network.buffers().slots()) {
            Parameter parameter = slot.parameter();
            tell(stage, kind, parameter.name(), parameter.shape(), whole.part(slot.offset(), slot.length()));
        }
    }

    private void tell(Stage stage, String kind, String name, Shape shape, TensorView view) {
        boolean ofStep = stage == Stage.UPDATE || stage == Stage.START || stage == Stage.RESUMPTION;
        long step = stage == Stage.START ? 0 : done + 1;
        side.tell(new Told(step, ofStep ? 0 : run, stage, kind, name, shape, Optional.empty()), view);
    }

    /** Steps that are done. */
    long done() {
        return done;
    }
}
