package org.fpn4j.core.samples;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.outside.ContextGate;

/**
 * Samples of every operation, for the tests of every reading: who adds an operation adds a sample here, and the readings
 * that forget it fail with its name.
 */
public final class OperationSamples {
    private static final Shape MAP = Shape.of(1, 6, 5, 7);
    private static final Shape CHANNELS = Shape.of(6);
    private static final Shape CELLS = Shape.of(1, 5, 4);
    private static final Shape PER_CELL = Shape.of(1, 5);

    private OperationSamples() {}

    /** Every kind, losses and one from outside too. */
    public static Stream<OperationSample> all() {
        return Stream.of(maps(), cells(), RegionSamples.all(), losses(), outside())
                .flatMap(List::stream);
    }

    /** Those that are no losses: what is computed to predict. */
    public static Stream<OperationSample> predicting() {
        return Stream.of(maps(), cells(), RegionSamples.all(), outside()).flatMap(List::stream);
    }

    private static OperationSample of(String name, Operation operation, List<Shape> inputs, Shape... parameters) {
        return new OperationSample(name, operation, inputs, inputs.size(), List.of(parameters), 0);
    }

    private static OperationSample of(String name, Operation operation, Shape input, Shape... parameters) {
        return of(name, operation, List.of(input), parameters);
    }

    private static List<OperationSample> maps() {
        Padding same = Padding.same(6, 8, 3, 2); // bottom and right only
        List<OperationSample> samples = new ArrayList<>(List.of(
                of("convolution", new Operation.Convolution(2, Padding.of(1), 1), MAP, Shape.of(4, 6, 3, 3)),
                of(
                        "convolution with bias",
                        new Operation.Convolution(1, new Padding(1, 1, 0, 0), 1),
                        MAP,
                        Shape.of(4, 6, 3, 1),
                        Shape.of(4)),
                of(
                        "dilated convolution",
                        new Operation.Convolution(2, Padding.of(2), 1, 2),
                        MAP,
                        Shape.of(4, 6, 3, 3),
                        Shape.of(4)),
                of(
                        "dilated depthwise convolution",
                        new Operation.Convolution(1, new Padding(3, 3, 2, 2), 6, 3),
                        MAP,
                        Shape.of(6, 1, 3, 2),
                        CHANNELS),
                of(
                        "depthwise convolution",
                        new Operation.Convolution(1, Padding.of(1), 6),
                        MAP,
                        Shape.of(6, 1, 3, 3),
                        CHANNELS),
                batchNorm("batch norm", new Operation.BatchNorm(0.1, 0.1, false)),
                batchNorm("trained batch norm", new Operation.BatchNorm(1e-3, 0.1, true)),
                of("group norm", new Operation.GroupNorm(3, 0.1), MAP, CHANNELS, CHANNELS),
                of("group norm of one group", new Operation.GroupNorm(1, 1e-5), MAP, CHANNELS, CHANNELS),
                of("max pool", new Operation.MaxPool(3, 2, Padding.of(1)), MAP),
                of("max pool of one cell", new Operation.MaxPool(1, 2, Padding.NONE), MAP),
                of("asymmetric max pool", new Operation.MaxPool(3, 2, same), Shape.of(1, 2, 6, 8)),
                of("sum of two", new Operation.Sum(), List.of(MAP, MAP)),
                of("sum of three", new Operation.Sum(), List.of(MAP, MAP, MAP)),
                of("multiply", new Operation.Multiply(0.5), MAP),
                of("scale by parameter", new Operation.ScaleByParameter(), MAP, Shape.of(1)),
                of("fast fusion", fusion(Operation.WeightedFusion.Mode.FAST), List.of(MAP, MAP, MAP), Shape.of(3)),
                of("softmax fusion", fusion(Operation.WeightedFusion.Mode.SOFTMAX), List.of(MAP, MAP), Shape.of(2)),
                of("maximum of two", new Operation.Maximum(), List.of(MAP, MAP)),
                of("maximum of three", new Operation.Maximum(), List.of(MAP, MAP, MAP)),
                of("slice of channels", new Operation.Slice(1, 2, 5), MAP),
                of("slice of rows", new Operation.Slice(2, 0, 1), MAP),
                of("space to depth", new Operation.SpaceToDepth(2), Shape.of(1, 3, 4, 6)),
                of("global average pool", new Operation.GlobalAveragePool(), MAP),
                of("global average pool of one cell", new Operation.GlobalAveragePool(), Shape.of(1, 6, 1, 1)),
                of("scale channels", new Operation.ScaleChannels(), List.of(MAP, Shape.of(1, 6, 1, 1))),
                of("normalize channels", new Operation.NormalizeChannels(1e-12), MAP, CHANNELS),
                of("normalize channels to a bound", new Operation.NormalizeChannels(1.7), MAP, CHANNELS),
                of("depth to space", new Operation.DepthToSpace(2), Shape.of(1, 8, 3, 5)),
                of("concat of channels", new Operation.Concat(1), List.of(MAP, Shape.of(1, 2, 5, 7)))));
        for (Activation activation : Activation.values()) {
            if (activation != Activation.NONE) {
                samples.add(of(activation.name(), new Operation.Activate(activation), MAP));
            }
        }
        int[][] targets = {{10, 14}, {20, 28}, {15, 21}, {9, 13}, {5, 14}, {10, 7}, {3, 4}, {13, 11}, {65, 7}};
        for (int[] target : targets) {
            samples.add(of(
                    "resize 5x7 to " + target[0] + "x" + target[1],
                    new Operation.ResizeNearest(target[0], target[1]),
                    MAP));
        }
        return samples;
    }

    private static OperationSample batchNorm(String name, Operation norm) {
        List<Shape> parameters = List.of(CHANNELS, CHANNELS, CHANNELS, CHANNELS);
        return new OperationSample(name, norm, List.of(MAP), 1, parameters, 2); // the statistics are buffers
    }

    private static Operation fusion(Operation.WeightedFusion.Mode mode) {
        return new Operation.WeightedFusion(mode, 0.01);
    }

    private static List<OperationSample> cells() {
        return List.of(
                of("concat of cells", new Operation.Concat(1), List.of(CELLS, Shape.of(1, 3, 4))),
                of("slice of cells", new Operation.Slice(1, 1, 3), CELLS),
                of("slice of values", new Operation.Slice(2, 3, 4), CELLS),
                of("maps to rows", new Operation.MapsToRows(1), Shape.of(1, 4, 2, 3)),
                of("map to cells", new Operation.MapToCells(3), MAP),
                new OperationSample(
                        "decode deltas",
                        new Operation.DecodeDeltas(10, 5, 0.05),
                        List.of(CELLS),
                        1,
                        List.of(Shape.of(5, 4)),
                        1),
                of("distances to boxes", new Operation.DistancesToBoxes(), CELLS));
    }

    private static List<OperationSample> losses() {
        List<OperationSample> samples = new ArrayList<>(List.of(
                loss("focal loss", new Operation.FocalLoss(0.25, 2), PER_CELL),
                loss("smooth L1 loss", new Operation.SmoothL1Loss(1), CELLS),
                loss("binary cross-entropy", new Operation.BinaryCrossEntropy(), CELLS),
                loss("softmax cross-entropy", new Operation.SoftmaxCrossEntropy(), PER_CELL),
                loss("gaussian focal loss", new Operation.GaussianFocalLoss(2, 4), CELLS)));
        for (Operation.IouLoss.Kind kind : Operation.IouLoss.Kind.values()) {
            samples.add(loss("loss of " + kind, new Operation.IouLoss(kind), CELLS));
        }
        return samples;
    }

    private static OperationSample loss(String name, Operation loss, Shape target) {
        return new OperationSample(name, loss, List.of(CELLS, target, PER_CELL), 1, List.of(), 0);
    }

    /** An operation from outside, also on a map, a context, a batch and channels of one. */
    public static List<OperationSample> outside() {
        return List.of(
                gate("context gate", MAP, Shape.of(1, 4, 3, 2)),
                gate("context gate of one cell", Shape.of(1, 6, 1, 1), Shape.of(1, 4, 1, 1)),
                gate("context gate of one channel", Shape.of(1, 1, 5, 7), Shape.of(1, 1, 3, 2)),
                gate("context gate of one value", Shape.of(1, 1, 1, 1), Shape.of(1, 1, 1, 1)));
    }

    private static OperationSample gate(String name, Shape map, Shape context) {
        Shape weight = Shape.of(map.channels(), context.channels());
        return of(name, new ContextGate(0.7), List.of(map, context), weight, Shape.of(map.channels()));
    }
}
