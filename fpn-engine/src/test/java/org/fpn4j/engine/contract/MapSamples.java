package org.fpn4j.engine.contract;

import static org.fpn4j.engine.contract.ConvolutionSamples.conv;
import static org.fpn4j.engine.contract.Samples.map;

import java.util.ArrayList;
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

/** Activations, pooling, resizing, sums, fusions, and maps put side by side. */
final class MapSamples {
    private MapSamples() {}

    static List<Sample> all() {
        List<Sample> samples = new ArrayList<>();
        for (Activation activation : Activation.values()) {
            samples.add(Sample.of("activation " + activation + " of a map that others read", graph -> {
                Tensor x = map(graph, "x");
                return graph.add(graph.activate(activation, x), x);
            }));
        }
        samples.addAll(pools());
        samples.addAll(resizes());
        samples.addAll(sums());
        samples.addAll(cells());
        samples.addAll(regions());
        return samples;
    }

    private static List<Sample> pools() {
        return List.of(
                Sample.of(
                        "max pool 3x3/2 with symmetric padding",
                        graph ->
                                after(graph, graph.apply(new Operation.MaxPool(3, 2, Padding.of(1)), map(graph, "x")))),
                Sample.of(
                        "max pool 3x3/2 with SAME padding",
                        graph -> after(
                                graph,
                                graph.apply(new Operation.MaxPool(3, 2, Padding.same(6, 7, 3, 2)), map(graph, "x")))),
                Sample.of(
                        "max pool 1x1/2",
                        graph -> after(graph, graph.apply(new Operation.MaxPool(1, 2, Padding.NONE), map(graph, "x")))),
                Sample.of(
                        "max pool 2x2/2",
                        graph -> after(graph, graph.apply(new Operation.MaxPool(2, 2, Padding.NONE), map(graph, "x")))),
                Sample.of(
                        "max pool with windows of almost twice the map, one a cell",
                        graph -> after(
                                graph, graph.apply(new Operation.MaxPool(13, 1, Padding.of(6)), map(graph, "x")))),
                Sample.of("max pool of negative values with padding", graph -> {
                    Tensor x = graph.activate(Activation.EXP, map(graph, "x"));
                    Tensor negative = graph.apply(new Operation.Multiply(-1), x);
                    return after(graph, graph.apply(new Operation.MaxPool(3, 2, Padding.of(1)), negative));
                }));
    }

    /** A size of 6 x 7 to these. */
    private static List<Sample> resizes() {
        List<Sample> samples = new ArrayList<>();
        for (int[] size :
                new int[][] {{12, 14}, {12, 13}, {11, 13}, {18, 7}, {9, 10}, {4, 5}, {3, 7}, {1, 1}, {12, 5}}) {
            samples.add(Sample.of(
                    "resize to " + size[0] + " x " + size[1],
                    graph -> after(graph, graph.resizeNearest(map(graph, "x"), size[0], size[1]))));
        }
        samples.add(Sample.of("resize 5 x 7 to 9 x 13", graph -> {
            Tensor x = conv(graph, "conv", 3, 4, 3, 1, true, graph.input("x", Shape.of(2, 3, 5, 7)));
            return after(graph, graph.resizeNearest(x, 9, 13));
        }));
        return samples;
    }

    private static List<Sample> sums() {
        List<Sample> samples = new ArrayList<>(List.of(
                Sample.of("sum of two", graph -> after(graph, graph.add(map(graph, "x"), map(graph, "y")))),
                Sample.of(
                        "sum of three",
                        graph -> after(graph, graph.add(map(graph, "x"), map(graph, "y"), map(graph, "z")))),
                Sample.of("sum with itself", graph -> {
                    Tensor x = graph.activate(Activation.SWISH, map(graph, "x"));
                    return after(graph, graph.add(x, map(graph, "y"), x));
                }),
                Sample.of(
                        "maximum of two",
                        graph -> after(graph, graph.apply(new Operation.Maximum(), map(graph, "x"), map(graph, "y")))),
                Sample.of("maximum of a map and the same map cut off", graph -> {
                    Tensor x = map(graph, "x"); // equal to the second where it is positive
                    Tensor y = graph.activate(Activation.RELU, x);
                    return after(graph, graph.apply(new Operation.Maximum(), x, y, map(graph, "z")));
                }),
                Sample.of(
                        "product with a number",
                        graph -> after(graph, graph.apply(new Operation.Multiply(-1.5), map(graph, "x")))),
                Sample.of(
                        "product with a learned factor",
                        graph -> after(
                                graph,
                                graph.apply(
                                        new Operation.ScaleByParameter(),
                                        map(graph, "x"),
                                        vector(graph, "factor", 1)))),
                Sample.of("value that several steps read", graph -> {
                    Tensor x = graph.activate(Activation.RELU, map(graph, "x"));
                    Tensor pooled = graph.apply(new Operation.MaxPool(3, 1, Padding.of(1)), x);
                    Tensor again = conv(graph, "again", 4, 4, 1, 1, true, x);
                    return after(graph, graph.add(x, pooled, again));
                })));
        for (Operation.WeightedFusion.Mode mode : Operation.WeightedFusion.Mode.values()) {
            samples.add(Sample.of(
                    "weighted fusion of two, " + mode,
                    graph -> after(
                            graph,
                            graph.apply(
                                    new Operation.WeightedFusion(mode, 1e-4),
                                    map(graph, "x"),
                                    map(graph, "y"),
                                    vector(graph, "fusion", 2)))));
            samples.add(Sample.several(
                    "weighted fusion of three with a negative weight, " + mode,
                    graph -> {
                        Tensor x = map(graph, "x");
                        Tensor y = map(graph, "y"); // has no share of the first sum where its weight is cut off
                        Tensor fused = graph.apply(
                                new Operation.WeightedFusion(mode, 1e-4),
                                x,
                                y,
                                map(graph, "z"),
                                vector(graph, "fusion", 3));
                        return Map.of("fused", after(graph, fused), "sum", graph.add(x, y));
                    },
                    Map.of("fusion", new float[] {1, -2, 1.5f})));
        }
        return samples;
    }

    private static List<Sample> cells() {
        List<Sample> samples = new ArrayList<>();
        for (int values : new int[] {1, 4, 5}) {
            samples.add(Sample.of("maps of three levels to cells of " + values, graph -> {
                List<Tensor> cells = new ArrayList<>();
                Tensor x = map(graph, "x");
                for (int stride : new int[] {1, 2, 3}) {
                    Tensor level = conv(graph, "level" + stride, 4, 2 * values, 3, stride, true, x);
                    cells.add(graph.apply(new Operation.MapToCells(values), level));
                }
                return graph.apply(new Operation.Concat(1), cells);
            }));
        }
        samples.add(Sample.several("cells that others read before they are joined", graph -> {
            Tensor one = graph.apply(new Operation.MapToCells(2), map(graph, "x"));
            Tensor two = graph.apply(new Operation.MapToCells(2), map(graph, "y"));
            return Map.of("one", one, "joined", graph.apply(new Operation.Concat(1), one, two));
        }));
        samples.add(Sample.of(
                "maps side by side",
                graph -> after8(graph, graph.apply(new Operation.Concat(1), map(graph, "x"), map(graph, "y")))));
        for (int[] channels :
                new int[][] {{32, 16}, {16, 9}, {9, 16}}) { // whole blocks, and some that begin within one
            samples.add(Sample.of("maps of " + channels[0] + " and " + channels[1] + " channels", graph -> {
                Tensor x = map(graph, "x");
                Tensor one = conv(graph, "one", 4, channels[0], 3, 1, true, x);
                Tensor two = conv(graph, "two", 4, channels[1], 3, 1, true, x);
                Tensor both = graph.apply(new Operation.Concat(1), graph.activate(Activation.SWISH, one), two);
                return conv(graph, "last", channels[0] + channels[1], 3, 3, 1, true, both);
            }));
        }
        samples.add(Sample.of("a single channel beside a map", graph -> {
            Tensor x = map(graph, "x");
            Tensor one = conv(graph, "one", 4, 1, 1, 1, true, x);
            return graph.apply(new Operation.Concat(1), x, one);
        }));
        return samples;
    }

    /** Pooled between convolutions, which may keep maps in layouts of their own, and taken to rows by kernels that cover them. */
    private static List<Sample> regions() {
        RegionLevels levels = new RegionLevels(2, 3, 3, 16, RegionLevels.Epsilon.TORCHVISION);
        return List.of(
                Sample.of("regions of two levels between convolutions", graph -> {
                    Tensor fine = map(graph, "x");
                    Tensor coarse = conv(graph, "coarse", 4, 4, 3, 2, true, fine);
                    Tensor pooled = graph.apply(
                            new Operation.RoiAlign(List.of(4, 8), levels, 3, 2, false), fine, coarse, boxes(graph));
                    Tensor covered = graph.activate(Activation.RELU, cover(graph, "fc", 3, pooled));
                    Tensor rows =
                            graph.apply(new Operation.MapsToRows(3), conv(graph, "fc2", 5, 6, 1, 1, true, covered));
                    return graph.apply(new Operation.TakeClass(2), rows, classes(graph));
                }),
                Sample.of("regions whose maps grow", graph -> {
                    Tensor fine = map(graph, "x");
                    Tensor coarse = conv(graph, "coarse", 4, 4, 3, 2, true, fine);
                    Tensor pooled = graph.apply(
                            new Operation.RoiAlign(List.of(4, 8), levels, 3, 0, true), fine, coarse, boxes(graph));
                    Tensor grown =
                            graph.apply(new Operation.DepthToSpace(2), conv(graph, "deep", 4, 8, 1, 1, true, pooled));
                    return conv(graph, "last", 2, 3, 1, 1, true, graph.activate(Activation.RELU, grown));
                }),
                Sample.of("channels that are cut off", graph -> {
                    Tensor some = graph.apply(new Operation.Slice(1, 1, 3), map(graph, "x"));
                    return conv(graph, "last", 2, 3, 1, 1, true, some);
                }));
    }

    private static Tensor cover(Graph graph, String name, int size, Tensor x) {
        Tensor weight = graph.parameter(
                name, Shape.of(5, x.shape().channels(), size, size), new Initializer.Normal(0.2), Role.WEIGHT, true);
        return graph.apply(new Operation.Convolution(1, Padding.NONE, 1), x, weight);
    }

    private static Tensor boxes(Graph graph) {
        float[] corners = {
            2.5f, 1, 11, 13, 1, 3, 27, 22, 20, 5, 33, 29, //
            -4, -6, 9, 5, 8, 8, 8, 8, 0, 0, 28, 24
        };
        return graph.constant("boxes", Shape.of(2, 3, 4), () -> corners);
    }

    private static Tensor classes(Graph graph) {
        return graph.constant("classes", Shape.of(2, 3), () -> new float[] {0, 2, 1, -1, 2, 0});
    }

    private static Tensor after(Graph graph, Tensor x) {
        return conv(graph, "after", 4, 3, 1, 1, true, x);
    }

    private static Tensor after8(Graph graph, Tensor x) {
        return conv(graph, "after", 8, 3, 1, 1, true, x);
    }

    private static Tensor vector(Graph graph, String name, int length) {
        return graph.parameter(name, Shape.of(length), new Initializer.Constant(1), Role.FUSION, true);
    }
}
