package org.fpn4j.engine.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Weights;

/** What SameDiff's session makes of a sample; computed once for all providers that are compared with it. */
public final class SessionResults {
    static final int ROUNDS = 2;
    static final double CHANGE = 0.9; // every trained value is multiplied by it after a round

    /**
     * One step.
     *
     * @param gradients by the parameter's name, in the order of the parameter's shape
     * @param weights after the step: running statistics have changed
     */
    public record Round(Map<String, Double> losses, Map<String, float[]> gradients, Weights weights) {}

    private static final Map<String, List<Round>> TRAINING = new ConcurrentHashMap<>();
    private static final Map<String, Map<String, float[]>> PREDICTION = new ConcurrentHashMap<>();

    private SessionResults() {}

    public static List<Round> training(Sample sample) {
        return TRAINING.computeIfAbsent(sample.name(), name -> train(sample));
    }

    /** All outputs by name. */
    public static Map<String, float[]> prediction(Sample sample) {
        return PREDICTION.computeIfAbsent(sample.name(), name -> predict(sample));
    }

    private static List<Round> train(Sample sample) {
        List<Round> rounds = new ArrayList<>();
        try (Network session =
                new SameDiffExecutor().compile(sample.definition(), Purpose.TRAINING, sample.weights())) {
            for (int round = 0; round < ROUNDS; round++) {
                Map<String, Double> losses = session.backward(sample.inputs(session.inputs(), round));
                Map<String, float[]> gradients = new LinkedHashMap<>();
                for (ParameterBuffers.Slot slot : session.buffers().slots()) {
                    gradients.put(
                            slot.parameter().name(),
                            turned(
                                    Agreement.gradient(session, slot),
                                    slot.parameter().shape()));
                }
                rounds.add(new Round(losses, gradients, session.weights()));
                change(session.buffers());
                session.parametersChanged();
            }
        }
        return rounds;
    }

    /** What happens to the parameters between two rounds. */
    public static void change(ParameterBuffers buffers) {
        buffers.memory().algebra().multiply(buffers.values(), CHANGE, buffers.values());
    }

    private static Map<String, float[]> predict(Sample sample) {
        try (Network session =
                new SameDiffExecutor().compile(sample.definition(), Purpose.INFERENCE, sample.weights())) {
            return session.forward(
                    sample.inputs(session.inputs(), 0),
                    new ArrayList<>(session.outputs().keySet()));
        }
    }

    /** SameDiff's networks hold kernels as {@code [kH, kW, in, out]}, depthwise ones as {@code [kH, kW, channels, 1]}. */
    private static float[] turned(float[] values, Shape shape) {
        float[] turned = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            turned[i] = values[index(shape, i)];
        }
        return turned;
    }

    /** Where SameDiff's networks keep the value that stands at {@code index} in the order of the shape. */
    public static int index(Shape shape, int index) {
        if (shape.rank() != 4) {
            return index;
        }
        int x = index % shape.dim(3);
        int y = index / shape.dim(3) % shape.dim(2);
        int in = index / (shape.dim(3) * shape.dim(2)) % shape.dim(1);
        int out = index / (shape.dim(3) * shape.dim(2) * shape.dim(1));
        int window = y * shape.dim(3) + x;
        return (window * shape.dim(1) + in) * shape.dim(0) + out; // with one input channel both layouts are this
    }
}
