package org.fpn4j.engine.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Parameter.Role;
import org.fpn4j.core.graph.RegionLevels;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.Norms;

/** One image, one channel, one cell, one row or column, one class, one level, one map to sum: where libraries squeeze. */
final class SizesOfOneSamples {
    private static final List<Shape> MAPS = List.of(
            Shape.of(1, 1, 1, 1),
            Shape.of(2, 16, 1, 1),
            Shape.of(2, 1, 3, 3),
            Shape.of(1, 4, 1, 7),
            Shape.of(1, 4, 6, 1));
    private static final float FAR = 20;

    private SizesOfOneSamples() {}

    /** What is done with a map. */
    private interface Body {
        Tensor of(Graph graph, Tensor x);
    }

    static List<Sample> all() {
        List<Sample> samples = new ArrayList<>();
        for (Shape map : MAPS) {
            bodies(map)
                    .forEach((name, body) ->
                            samples.add(pulled(name + " of " + map, graph -> body.of(graph, map(graph, "x", map)))));
        }
        for (Shape map : List.of(Shape.of(1, 1, 6, 7), Shape.of(2, 1, 3, 3), Shape.of(1, 4, 1, 7))) {
            int channels = map.channels();
            samples.add(pulled("batch norm of " + map, graph -> new Norms.Batch()
                    .declare(graph.scope("norm"), channels, true)
                    .apply(graph, map(graph, "x", map, false))));
        }
        for (Shape map : List.of(Shape.of(1, 4, 1, 1), Shape.of(2, 1, 3, 3), Shape.of(2, 16, 1, 1))) {
            int channels = map.channels();
            samples.add(pulled("group norm of one group of " + map, graph -> new Norms.Group(1, 1e-5)
                    .declare(graph.scope("norm"), channels, true)
                    .apply(graph, map(graph, "x", map, false))));
        }
        samples.addAll(losses());
        return samples;
    }

    /** Values are not near 0 and have the same way to go: of so few, the gradients would else be nothing but rounding. */
    private static Sample pulled(String name, Sample.Single body) {
        return Sample.several(
                name,
                graph -> Map.of("y", after(graph, body.define(graph))),
                Map.of("target_y", new float[] {FAR}, "x.bias", new float[] {2}, "y.bias", new float[] {2}));
    }

    private static Map<String, Body> bodies(Shape map) {
        int channels = map.channels();
        Map<String, Body> bodies = new LinkedHashMap<>();
        for (int kernel : new int[] {1, 3}) {
            for (int stride : new int[] {1, 2}) {
                bodies.put(
                        "convolution " + kernel + "x" + kernel + "/" + stride,
                        (graph, x) -> graph.activate(
                                Activation.SWISH,
                                ConvolutionSamples.conv(graph, "conv", channels, 1, kernel, stride, true, x)));
            }
        }
        bodies.put("depthwise convolution", (graph, x) -> Conv2d.of(channels, channels, 3)
                .depthwise()
                .declare(graph.scope("conv"))
                .apply(graph, x));
        bodies.put("frozen batch norm", (graph, x) -> new Norms.FrozenBatch()
                .declare(graph.scope("norm"), channels, true)
                .apply(graph, x));
        bodies.put(
                "residual",
                (graph, x) -> graph.activate(
                        Activation.RELU,
                        graph.add(x, ConvolutionSamples.conv(graph, "conv", channels, channels, 1, 1, true, x))));
        bodies.put("activation", (graph, x) -> graph.add(graph.activate(Activation.SIGMOID, x), x));
        bodies.put("max pool 3x3/2", (graph, x) -> graph.apply(new Operation.MaxPool(3, 2, Padding.of(1)), x));
        bodies.put("max pool 1x1/2", (graph, x) -> graph.apply(new Operation.MaxPool(1, 2, Padding.NONE), x));
        bodies.put("resize to one cell", (graph, x) -> graph.resizeNearest(x, 1, 1));
        bodies.put("resize to twice the size", (graph, x) -> graph.resizeNearest(x, 2 * map.height(), 2 * map.width()));
        bodies.put("resize to one more", (graph, x) -> graph.resizeNearest(x, map.height() + 1, map.width() + 1));
        bodies.put("sum", (graph, x) -> graph.add(x, map(graph, "y", map)));
        bodies.put("product with a number", (graph, x) -> graph.apply(new Operation.Multiply(-1.5), x));
        bodies.put(
                "product with a learned factor",
                (graph, x) -> graph.apply(new Operation.ScaleByParameter(), x, vector(graph, "factor", 1)));
        for (Operation.WeightedFusion.Mode mode : Operation.WeightedFusion.Mode.values()) {
            bodies.put(
                    "weighted fusion, " + mode + ",",
                    (graph, x) -> graph.apply(
                            new Operation.WeightedFusion(mode, 1e-4),
                            x,
                            map(graph, "y", map),
                            vector(graph, "fusion", 2)));
        }
        bodies.put("maximum", (graph, x) -> {
            Tensor y = map(graph, "y", map);
            return graph.add(x, y, graph.apply(new Operation.Maximum(), x, y));
        });
        bodies.put("the first row", (graph, x) -> graph.apply(new Operation.Slice(2, 0, 1), x));
        bodies.put("blocks of one cell as channels", (graph, x) -> graph.apply(new Operation.SpaceToDepth(1), x));
        bodies.put("the mean of a map", (graph, x) -> graph.apply(new Operation.GlobalAveragePool(), x));
        bodies.put(
                "a map times its means",
                (graph, x) -> graph.apply(
                        new Operation.ScaleChannels(), x, graph.apply(new Operation.GlobalAveragePool(), x)));
        bodies.put(
                "cells that are shorter than they should be",
                (graph, x) -> graph.apply(new Operation.NormalizeChannels(9), x, vector(graph, "factors", channels)));
        bodies.put("blocks of one cell", (graph, x) -> graph.apply(new Operation.DepthToSpace(1), x));
        bodies.put("a region of one cell", (graph, x) -> {
            RegionLevels levels = new RegionLevels(2, 2, 4, 224, RegionLevels.Epsilon.TORCHVISION);
            Tensor region = graph.constant("region", Shape.of(map.batch(), 1, 4), () -> corners(map.batch()));
            return graph.apply(new Operation.RoiAlign(List.of(4), levels, 1, 0, false), x, region);
        });
        bodies.put("a map beside itself,", (graph, x) -> {
            Tensor two = graph.apply(new Operation.Concat(1), x, map(graph, "y", map));
            return ConvolutionSamples.conv(graph, "one", 2 * channels, channels, 1, 1, true, two);
        });
        return bodies;
    }

    private static float[] corners(int images) {
        float[] corners = new float[4 * images];
        for (int i = 0; i < corners.length; i++) {
            corners[i] = i % 4 < 2 ? 0 : 5;
        }
        return corners;
    }

    /** One class or box in one cell of one image; one cell that counts, and one that is background. */
    private static List<Sample> losses() {
        List<Sample> samples = new ArrayList<>();
        for (Shape cells : List.of(Shape.of(1, 1, 1), Shape.of(2, 1, 1), Shape.of(1, 5, 1), Shape.of(1, 1, 3))) {
            for (double gamma : new double[] {1.5, 2}) {
                for (int label : new int[] {-1, 0}) {
                    samples.add(loss(
                            "focal loss, gamma " + gamma + ", label " + label + ", of " + cells,
                            cells,
                            Map.of("target", new float[] {label}),
                            new Operation.FocalLoss(0.25, gamma)));
                }
            }
            samples.add(loss("smooth L1 loss of " + cells, cells, Map.of(), new Operation.SmoothL1Loss(4)));
            samples.add(loss("binary cross-entropy of " + cells, cells, Map.of(), new Operation.BinaryCrossEntropy()));
        }
        samples.add(loss(
                "softmax cross-entropy of one cell",
                Shape.of(1, 1, 3),
                Map.of("target", new float[] {2}),
                new Operation.SoftmaxCrossEntropy()));
        samples.add(loss(
                "gaussian focal loss of one cell",
                Shape.of(1, 1, 1),
                Map.of("target", new float[] {1}),
                new Operation.GaussianFocalLoss(2, 4)));
        samples.addAll(boxes(2));
        samples.add(Sample.of(
                "a single distance",
                graph -> graph.apply(new Operation.DistancesToBoxes(), cells(graph, Shape.of(1, 1, 4)))));
        samples.add(Sample.of(
                "cells of one level",
                graph -> graph.apply(new Operation.Concat(1), List.of(cells(graph, Shape.of(2, 3, 1))))));
        samples.add(Sample.of(
                "cells of two levels of one cell",
                graph -> graph.apply(
                        new Operation.Concat(1),
                        cells(graph, Shape.of(1, 1, 1)),
                        cells(graph, "y", Shape.of(1, 1, 1)))));
        return samples;
    }

    /** A cell in each of some images, which has one box. */
    static List<Sample> boxes(int images) {
        List<Sample> samples = new ArrayList<>();
        Shape cells = Shape.of(images, 1, 4);
        float[] target = new float[images * 4];
        for (int i = 0; i < target.length; i++) {
            int image = i / 4;
            target[i] = List.of(2.5f, 1.5f, 14f, 10f).get(i % 4) + image;
        }
        for (Operation.IouLoss.Kind kind : Operation.IouLoss.Kind.values()) {
            samples.add(Sample.several(
                    "loss of " + kind + " of a box in each of " + images + " images",
                    graph -> {
                        Tensor boxes = graph.apply(
                                new Operation.DecodeDeltas(10, 10, 4),
                                cells(graph, cells),
                                graph.constant("anchors", Shape.of(1, 4), () -> new float[] {1, 2, 12, 11}));
                        return Map.of("loss", lossOf(graph, new Operation.IouLoss(kind), boxes, cells));
                    },
                    Map.of("target", target, "weights", new float[] {1})));
        }
        return samples;
    }

    /** Losses of an image without anything that counts. */
    static List<Sample> nothing() {
        List<Sample> samples = new ArrayList<>();
        for (int values : new int[] {1, 4}) {
            Shape cells = Shape.of(1, 5, values);
            for (double gamma : new double[] {1.5, 2}) {
                Operation focal = new Operation.FocalLoss(0.25, gamma);
                samples.add(loss("ignored, gamma " + gamma, cells, Map.of("target", new float[] {-2}), focal));
                samples.add(loss("no weight, gamma " + gamma, cells, Map.of("weights", new float[1]), focal));
            }
            for (Operation loss : List.of(
                    new Operation.SmoothL1Loss(0.1),
                    new Operation.BinaryCrossEntropy(),
                    new Operation.GaussianFocalLoss(2, 4))) {
                samples.add(loss("no weight, " + loss.label(), cells, Map.of("weights", new float[1]), loss));
            }
        }
        Operation entropy = new Operation.SoftmaxCrossEntropy();
        samples.add(loss("no class", Shape.of(1, 5, 4), Map.of("target", new float[] {-1}), entropy));
        samples.add(loss("a class too many", Shape.of(1, 5, 4), Map.of("target", new float[] {4}), entropy));
        samples.add(loss("one class alone", Shape.of(1, 5, 1), Map.of("target", new float[1]), entropy));
        samples.add(loss(
                "no weight, softmax",
                Shape.of(1, 5, 4),
                Map.of("target", new float[1], "weights", new float[1]),
                entropy));
        for (Operation.IouLoss.Kind kind : Operation.IouLoss.Kind.values()) {
            samples.add(loss(
                    "no weight, " + kind,
                    Shape.of(1, 5, 4),
                    Map.of("weights", new float[1]),
                    new Operation.IouLoss(kind)));
        }
        return samples;
    }

    private static Sample loss(String name, Shape cells, Map<String, float[]> given, Operation loss) {
        Map<String, float[]> all = new LinkedHashMap<>(Map.of("weights", new float[] {0.75f}));
        all.putAll(given);
        return Sample.several(name, graph -> Map.of("loss", lossOf(graph, loss, cells(graph, cells), cells)), all);
    }

    private static Tensor lossOf(Graph graph, Operation loss, Tensor x, Shape cells) {
        Shape perCell = Shape.of(cells.dim(0), cells.dim(1));
        return graph.apply(
                loss, x, graph.input("target", ofClasses(loss) ? perCell : cells), graph.input("weights", perCell));
    }

    private static boolean ofClasses(Operation loss) {
        return loss instanceof Operation.FocalLoss || loss instanceof Operation.SoftmaxCrossEntropy;
    }

    private static Tensor cells(Graph graph, Shape cells) {
        return cells(graph, "x", cells);
    }

    private static Tensor cells(Graph graph, String name, Shape cells) {
        Tensor map = map(graph, name, Shape.of(cells.dim(0), cells.dim(2), cells.dim(1), 1));
        return graph.apply(new Operation.MapToCells(cells.dim(2)), map);
    }

    /** A trained map. */
    private static Tensor map(Graph graph, String name, Shape shape) {
        return map(graph, name, shape, true);
    }

    private static Tensor map(Graph graph, String name, Shape shape, boolean bias) {
        Tensor images = graph.input("images_" + name, Shape.of(shape.batch(), 3, shape.height(), shape.width()));
        return ConvolutionSamples.conv(graph, name, 3, shape.channels(), 1, 1, bias, images);
    }

    private static Tensor after(Graph graph, Tensor x) {
        return ConvolutionSamples.conv(graph, "after", x.shape().channels(), 3, 1, 1, true, x);
    }

    private static Tensor vector(Graph graph, String name, int length) {
        return graph.parameter(name, Shape.of(length), new Initializer.Constant(1), Role.FUSION, true);
    }
}
