package org.fpn4j.engine.contract;

import static org.fpn4j.engine.contract.Samples.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;

/** Losses and the boxes that they look at. Cells of the map of 6 x 7 are 42 an image. */
final class LossSamples {
    private static final int CELLS = 42;
    private static final Shape PER_CELL = Shape.of(2, CELLS);
    private static final Shape BOXES = Shape.of(2, CELLS, 4);

    private LossSamples() {}

    static List<Sample> all() {
        List<Sample> samples = new ArrayList<>();
        for (double gamma : new double[] {0, 1, 1.5, 2}) {
            for (double alpha : new double[] {0.25, -1}) {
                for (double spread : new double[] {1, 40}) {
                    String name = "focal loss, gamma " + gamma + ", alpha " + alpha + ", logits of " + spread;
                    samples.add(loss(
                            name,
                            graph -> graph.apply(
                                    new Operation.FocalLoss(alpha, gamma),
                                    graph.apply(new Operation.Multiply(spread), cells(graph)),
                                    graph.input("labels", PER_CELL),
                                    graph.input("weights", PER_CELL)),
                            Map.of("labels", labels())));
                }
            }
        }
        for (double beta : new double[] {0, 0.1, 0.7}) {
            samples.add(loss(
                    "smooth L1 loss, beta " + beta,
                    graph -> targeted(graph, new Operation.SmoothL1Loss(beta), cells(graph)),
                    Map.of()));
        }
        for (double spread : new double[] {1, 40}) {
            samples.add(loss(
                    "binary cross-entropy, logits of " + spread,
                    graph -> targeted(
                            graph,
                            new Operation.BinaryCrossEntropy(),
                            graph.apply(new Operation.Multiply(spread), cells(graph))),
                    Map.of()));
            samples.add(loss(
                    "softmax cross-entropy, logits of " + spread,
                    graph -> graph.apply(
                            new Operation.SoftmaxCrossEntropy(),
                            graph.apply(new Operation.Multiply(spread), cells(graph)),
                            graph.input("labels", PER_CELL),
                            graph.input("weights", PER_CELL)),
                    Map.of("labels", labels())));
        }
        for (double alpha : new double[] {1.5, 2}) {
            samples.add(loss(
                    "gaussian focal loss, alpha " + alpha,
                    graph -> targeted(
                            graph,
                            new Operation.GaussianFocalLoss(alpha, 2 * alpha),
                            graph.apply(
                                    new Operation.Multiply(7), cells(graph))), // some beyond the largest that counts
                    Map.of("target", heat())));
        }
        samples.addAll(boxes());
        return samples;
    }

    private static List<Sample> boxes() {
        List<Sample> samples = new ArrayList<>();
        for (double clamp : new double[] {4, 0.1}) {
            samples.add(Sample.of("decode deltas, clamp " + clamp, graph -> decoded(graph, cells(graph), 2, 5, clamp)));
        }
        samples.add(
                Sample.of("distances to boxes", graph -> graph.apply(new Operation.DistancesToBoxes(), cells(graph))));
        for (Operation.IouLoss.Kind kind : Operation.IouLoss.Kind.values()) {
            samples.add(loss(
                    "loss of " + kind + " of decoded boxes",
                    graph -> targeted(graph, new Operation.IouLoss(kind), decoded(graph, cells(graph), 5, 5, 4)),
                    targets()));
            samples.add(loss(
                    "loss of " + kind + " of boxes all over the place",
                    graph -> targeted(
                            graph,
                            new Operation.IouLoss(kind),
                            decoded(graph, graph.apply(new Operation.Multiply(3), cells(graph)), 1, 2, 4)),
                    targets()));
            samples.add(loss(
                    "loss of " + kind + " of distances",
                    graph -> {
                        Tensor positive = graph.activate(org.fpn4j.core.graph.Activation.EXP, cells(graph));
                        return targeted(
                                graph,
                                new Operation.IouLoss(kind),
                                graph.apply(new Operation.DistancesToBoxes(), positive));
                    },
                    Map.of("target", around())));
        }
        samples.add(Sample.several(
                "two losses of one prediction",
                graph -> {
                    Tensor x = cells(graph);
                    Tensor focal = graph.apply(
                            new Operation.FocalLoss(0.25, 2),
                            x,
                            graph.input("labels", PER_CELL),
                            graph.input("weights_focal", PER_CELL));
                    return Map.of("focal", focal, "delta", targeted(graph, new Operation.SmoothL1Loss(1), x));
                },
                Map.of("labels", labels())));
        return samples;
    }

    private static Sample loss(String name, Sample.Single loss, Map<String, float[]> given) {
        return Sample.several(name, graph -> Map.of("loss", loss.define(graph)), given);
    }

    private static Tensor cells(Graph graph) {
        return graph.apply(new Operation.MapToCells(4), map(graph, "x"));
    }

    private static Tensor targeted(Graph graph, Operation loss, Tensor x) {
        return graph.apply(loss, x, graph.input("target", BOXES), graph.input("weights", PER_CELL));
    }

    private static Tensor decoded(Graph graph, Tensor deltas, double centerWeight, double sizeWeight, double clamp) {
        float[] anchors = new float[CELLS * 4];
        for (int i = 0; i < anchors.length; i++) {
            anchors[i] = i % 4 < 2 ? i % 3 : 10 + i % 7;
        }
        return graph.apply(
                new Operation.DecodeDeltas(centerWeight, sizeWeight, clamp),
                deltas,
                graph.constant("anchors", Shape.of(CELLS, 4), () -> anchors));
    }

    /** Ignored, background, and each of the four classes. */
    private static float[] labels() {
        float[] labels = new float[2 * CELLS];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 6 - 2;
        }
        return labels;
    }

    /** Nothing, places near a peak, and peaks. */
    private static float[] heat() {
        float[] heat = new float[2 * CELLS * 4];
        for (int i = 0; i < heat.length; i++) {
            heat[i] = i % 5 / 4f;
        }
        return heat;
    }

    private static Map<String, float[]> targets() {
        float[] targets = new float[2 * CELLS * 4];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = (i % 4 < 2 ? 2 : 11) + i % 5;
        }
        return Map.of("target", targets);
    }

    private static float[] around() {
        float[] targets = new float[2 * CELLS * 4];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = (i % 4 < 2 ? -1 : 1) * (0.5f + 0.3f * (i % 5));
        }
        return targets;
    }
}
