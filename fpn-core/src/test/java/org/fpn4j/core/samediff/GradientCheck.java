package org.fpn4j.core.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.weights.Weights;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Compares the gradients of a definition with central differences, in double precision. The loss is a sum of squares of
 * the outputs with fixed random factors, so that no output drops out.
 */
public final class GradientCheck {
    private static final double STEP = 1e-5;
    private static final int SAMPLES = 4; // values checked per parameter

    /** Declares something to differentiate. */
    @FunctionalInterface
    public interface Definition {
        List<Tensor> define(Graph graph);
    }

    private GradientCheck() {}

    /** Checks the gradient of every trainable parameter; inputs are filled with normal values. */
    public static void assertMatches(Definition definition) {
        assertMatches(definition, Map.of());
    }

    /** The same with values for some inputs. */
    public static void assertMatches(Definition definition, Map<String, double[]> given) {
        SameDiff sd = SameDiff.create();
        SameDiffGraph graph = SameDiffGraph.on(sd, Purpose.TRAINING, new Weights(Map.of()), DataType.DOUBLE);
        SplittableRandom random = new SplittableRandom(7);
        SDVariable loss = null;
        for (Tensor output : definition.define(graph)) {
            SDVariable variable = SameDiffGraph.variable(output);
            INDArray factors = normal(random, output.shape());
            SDVariable term = output.shape().rank() == 0
                    ? variable
                    : sd.math().square(variable).mul(sd.constant(factors)).sum();
            loss = loss == null ? term : loss.add(term);
        }
        sd.setLossVariables(loss.name());
        Map<String, INDArray> inputs = new HashMap<>();
        for (Map.Entry<String, Shape> input : graph.inputs().entrySet()) {
            double[] values = given.get(input.getKey());
            inputs.put(
                    input.getKey(),
                    values == null
                            ? normal(random, input.getValue())
                            : Nd4j.createFromArray(values)
                                    .reshape(input.getValue().toLongArray()));
        }
        Map<String, Parameter> trainable = new LinkedHashMap<>();
        for (Parameter parameter : graph.parameters()) {
            if (parameter.trainable()) {
                trainable.put(parameter.name(), parameter);
                INDArray array = sd.getVariable(parameter.name()).getArr();
                array.addi(normal(random, Shape.of((int) array.length()))
                        .reshape(array.shape())
                        .mul(0.1));
            }
        }
        inputs.putAll(graph.decided(inputs)); // once: no gradient flows through a decision
        GradientFunction.of(sd, trainable.keySet());
        Map<String, INDArray> gradients = sd.calculateGradients(inputs, trainable.keySet());
        String lossName = loss.name();
        for (String name : trainable.keySet()) {
            INDArray gradient = gradients.get(name);
            assertThat(gradient.norm2Number().doubleValue())
                    .as("gradient of " + name)
                    .isGreaterThan(0)
                    .isFinite();
            INDArray array = sd.getVariable(name).getArr();
            for (int sample = 0; sample < SAMPLES; sample++) {
                long index = random.nextLong(array.length());
                double value = array.getDouble(index);
                array.putScalar(index, value + STEP);
                double above = sd.output(inputs, lossName).get(lossName).getDouble(0);
                array.putScalar(index, value - STEP);
                double below = sd.output(inputs, lossName).get(lossName).getDouble(0);
                array.putScalar(index, value);
                double expected = (above - below) / (2 * STEP);
                double scale = Math.max(
                        Math.abs(expected),
                        gradient.norm2Number().doubleValue() / Math.sqrt((double) gradient.length()));
                // central differences of step 1e-5 are good to about 1e-6 of the loss' curvature
                assertThat(gradient.getDouble(index))
                        .as("gradient of " + name + "[" + index + "]")
                        .isCloseTo(expected, within(1e-4 * scale + 1e-7));
            }
        }
    }

    private static INDArray normal(SplittableRandom random, Shape shape) {
        double[] values = new double[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return Nd4j.createFromArray(values).reshape(shape.toLongArray());
    }
}
