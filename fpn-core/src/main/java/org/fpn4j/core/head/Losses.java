package org.fpn4j.core.head;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;

/**
 * All that a head, or a stage of one, learns by. Immutable.
 *
 * @param all those whose targets are fed, in the order in which metrics show them
 * @param made those whose targets are made in the graph, shown after them
 * @param givens shapes of what the graph is told of one image for these, by the name of the input; the head declares the
 *     inputs, and {@link #SHARES} with them
 * @param normalizer what the sums of the losses that are fed are divided by
 */
public record Losses(List<Loss> all, List<MadeLoss> made, Map<String, Shape> givens, Normalizer normalizer) {
    /**
     * Name of the input {@code [N]} by which losses that are made in the graph know how much they count: an image that is not
     * measured has 0, the others the share of the images of the step that are in this run.
     */
    public static final String SHARES = "shares";

    public Losses {
        all = List.copyOf(all);
        made = List.copyOf(made);
        givens = Collections.unmodifiableMap(new LinkedHashMap<>(givens));
        requireNonNull(normalizer, "normalizer is null");
        Set<String> names = new HashSet<>();
        Stream.concat(all.stream().map(Loss::name), made.stream().map(MadeLoss::name))
                .forEach(name -> {
                    if (!names.add(name)) {
                        throw new IllegalArgumentException("loss[" + name + "] is there twice");
                    }
                });
    }

    /** Losses whose targets are fed. */
    public Losses(List<Loss> all, Normalizer normalizer) {
        this(all, List.of(), Map.of(), normalizer);
    }

    /** Shapes of all inputs of a batch of {@code n} but the images, by name. */
    public Map<String, Shape> inputs(int n) {
        Map<String, Shape> shapes = targets(n);
        givens.forEach((name, shape) -> shapes.put(name, rows(n, shape)));
        if (!made.isEmpty()) {
            shapes.put(SHARES, Shape.of(n));
        }
        return shapes;
    }

    private Map<String, Shape> targets(int n) {
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
     * Declares the inputs of targets and the losses.
     *
     * @param n images of a batch
     * @param outputs what the head learns by, by name
     * @return scalars that are minimised, by name; their sum is the loss
     */
    public Map<String, Tensor> declare(Graph graph, int n, Map<String, Tensor> outputs) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        targets(n).forEach((name, shape) -> inputs.put(name, graph.input(name, shape)));
        Map<String, Tensor> declared = new LinkedHashMap<>();
        for (Loss loss : all) {
            Tensor predicted = loss.prediction().of(graph, outputs);
            Tensor target = inputs.get(loss.targetInput());
            Tensor weights =
                    loss.counting().of(graph.scope(loss.name()), predicted, target, inputs.get(loss.weightsInput()));
            declared.put(loss.name(), graph.apply(loss.operation(), predicted, target, weights));
        }
        for (MadeLoss loss : made) {
            Graph scope = graph.scope(loss.name());
            Tensor weights = loss.weights().of(scope, outputs);
            declared.put(
                    loss.name(),
                    graph.apply(
                            loss.operation(),
                            loss.prediction().of(scope, outputs),
                            loss.target().of(scope, outputs),
                            loss.weight() == 1
                                    ? weights
                                    : scope.apply(new Operation.Multiply(loss.weight()), weights)));
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
        Map<String, float[]> values = values(run, loss -> normalizer.factors(loss, run, step, next));
        putShares(values, run.size(), run.size(), (float) run.size() / step.size());
        return new TargetBatch(values, next);
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
        Map<String, float[]> measured = values(run, loss -> {
            double whole = normalizer.ofWholeStep(loss, counted, stepImages);
            double[] factors = Arrays.copyOf(normalizer.factors(loss, counting, counting, state), run.size());
            return Arrays.stream(factors).map(factor -> factor * whole).toArray();
        });
        putShares(measured, run.size(), counted, 1);
        return measured;
    }

    private void putShares(Map<String, float[]> values, int images, int counted, float share) {
        if (!made.isEmpty()) {
            float[] shares = new float[images];
            Arrays.fill(shares, 0, counted, share);
            values.put(SHARES, shares);
        }
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
        givens.forEach((name, shape) -> values.put(name, join("given[" + name + "]", shape, run, image -> image.givens()
                .get(name))));
        return values;
    }

    private static float[] join(
            Loss loss, String what, Shape shape, List<ImageTargets> run, Function<ImageTargets.Row, float[]> part) {
        return join("loss[" + loss.name() + "]: " + what, shape, run, image -> part.apply(image.of(loss.name())));
    }

    private static float[] join(
            String what, Shape shape, List<ImageTargets> run, Function<ImageTargets, float[]> part) {
        int length = (int) shape.size();
        float[] joined = new float[run.size() * length];
        for (int i = 0; i < run.size(); i++) {
            float[] row = part.apply(run.get(i));
            if (row == null || row.length != length) {
                throw new IllegalArgumentException(what + " of an image is " + shape + ", got "
                        + (row == null ? "none" : "[" + row.length + "] values"));
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
