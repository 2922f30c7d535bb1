package org.fpn4j.core.head;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;

/**
 * All that a head, or a stage of one, learns by. Immutable.
 *
 * @param all in the order in which metrics show them
 * @param normalizer what their sums are divided by
 */
public record Losses(List<Loss> all, Normalizer normalizer) {
    public Losses {
        all = List.copyOf(all);
        requireNonNull(normalizer, "normalizer is null");
        Set<String> names = new HashSet<>();
        for (Loss loss : all) {
            if (!names.add(loss.name())) {
                throw new IllegalArgumentException("loss[" + loss.name() + "] is there twice");
            }
        }
    }

    /** Shapes of the inputs for targets and weights of a batch of {@code n}, by name. */
    public Map<String, Shape> inputs(int n) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (Loss loss : all) {
            shapes.put(loss.targetInput(), rows(n, loss.target()));
            shapes.put(loss.weightsInput(), rows(n, loss.weights()));
        }
        return shapes;
    }

    private static Shape rows(int n, Shape row) {
        List<Integer> dims = new ArrayList<>(List.of(n));
        dims.addAll(row.dims());
        return new Shape(dims);
    }

    /**
     * Declares the inputs and the losses.
     *
     * @param n images of a batch
     * @param outputs raw ones by name
     * @return scalars that are minimised, by name; their sum is the loss
     */
    public Map<String, Tensor> declare(Graph graph, int n, Map<String, Tensor> outputs) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs(n).forEach((name, shape) -> inputs.put(name, graph.input(name, shape)));
        Map<String, Tensor> declared = new LinkedHashMap<>();
        for (Loss loss : all) {
            declared.put(
                    loss.name(),
                    graph.apply(
                            loss.operation(),
                            loss.prediction().of(graph, outputs),
                            inputs.get(loss.targetInput()),
                            inputs.get(loss.weightsInput())));
        }
        return declared;
    }

    /**
     * Targets of the images of one run as they are fed. The normaliser is part of the weights: losses and gradients of all
     * runs of a step add up to those of one run of all its images.
     *
     * @param run images of this run, one or more
     * @param step images of all runs of the optimizer's step, these among them
     * @param state after the step before
     */
    public TargetBatch collate(List<ImageTargets> run, List<ImageTargets> step, HeadState state) {
        HeadState next = normalizer.next(state, step);
        return new TargetBatch(values(run, loss -> normalizer.factors(loss, run, step, next)), next);
    }

    /** {@link #collate(List, List, HeadState)} for a step of one run. */
    public TargetBatch collate(List<ImageTargets> images, HeadState state) {
        return collate(images, images, state);
    }

    /**
     * Targets of the images of one run that is measured and not learned from: as if they were a step, of which nothing is
     * remembered.
     *
     * @param run images of the run
     * @param counted how many of them count, from the first; the others weigh nothing
     * @param stepImages that a step of the training has
     * @param state after the last step of the training
     * @return values by input name
     */
    public Map<String, float[]> measure(List<ImageTargets> run, int counted, int stepImages, HeadState state) {
        List<ImageTargets> counting = run.subList(0, counted);
        return values(run, loss -> {
            double whole = normalizer.ofWholeStep(loss, counted, stepImages);
            double[] factors = Arrays.copyOf(normalizer.factors(loss, counting, counting, state), run.size());
            return Arrays.stream(factors).map(factor -> factor * whole).toArray();
        });
    }

    private Map<String, float[]> values(List<ImageTargets> run, Function<String, double[]> factorsOf) {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (Loss loss : all) {
            values.put(loss.targetInput(), join(loss, "target", loss.target(), run, ImageTargets.Row::target));
            float[] weights = join(loss, "weights", loss.weights(), run, ImageTargets.Row::weights);
            double[] factors = factorsOf.apply(loss.name());
            int length = weights.length / run.size();
            for (int i = 0; i < weights.length; i++) {
                weights[i] *= (float) (factors[i / length] * loss.weight());
            }
            values.put(loss.weightsInput(), weights);
        }
        return values;
    }

    private static float[] join(
            Loss loss, String what, Shape shape, List<ImageTargets> run, Function<ImageTargets.Row, float[]> part) {
        int length = (int) shape.size();
        float[] joined = new float[run.size() * length];
        for (int i = 0; i < run.size(); i++) {
            float[] row = part.apply(run.get(i).of(loss.name()));
            if (row.length != length) {
                throw new IllegalArgumentException("loss[" + loss.name() + "]: " + what + " of an image is " + shape
                        + ", got [" + row.length + "] values");
            }
            System.arraycopy(row, 0, joined, i * length, length);
        }
        return joined;
    }

    /**
     * Targets of a run.
     *
     * @param values by input name
     * @param state after the step
     */
    public record TargetBatch(Map<String, float[]> values, HeadState state) {
        public TargetBatch {
            values = Map.copyOf(values);
        }
    }
}
