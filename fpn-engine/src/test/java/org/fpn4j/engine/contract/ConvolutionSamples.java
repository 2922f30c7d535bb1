package org.fpn4j.engine.contract;

import static org.fpn4j.engine.contract.Samples.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;

/** Convolutions, what is fused with them, and norms. */
final class ConvolutionSamples {
    private ConvolutionSamples() {}

    static List<Sample> all() {
        List<Sample> samples = new ArrayList<>();
        for (int kernel : new int[] {1, 3, 7}) {
            for (int stride : new int[] {1, 2}) {
                for (boolean bias : new boolean[] {true, false}) {
                    String name = "convolution " + kernel + "x" + kernel + "/" + stride + (bias ? " with bias" : "");
                    samples.add(
                            Sample.of(name, graph -> conv(graph, "conv", 4, 5, kernel, stride, bias, map(graph, "x"))));
                }
            }
        }
        samples.add(Sample.of("convolution of an even map with stride 2", graph -> {
            Tensor x = graph.input("x", Shape.of(2, 3, 8, 10));
            Tensor y = conv(graph, "one", 3, 4, 3, 2, true, x); // the last window ends before the padding does
            return conv(graph, "two", 4, 4, 3, 2, true, y);
        }));
        samples.addAll(same());
        samples.addAll(dilated());
        samples.addAll(wideDepthwise());
        for (int stride : new int[] {1, 2}) {
            samples.add(Sample.of("depthwise convolution/" + stride, graph -> Conv2d.of(4, 4, 3)
                    .depthwise()
                    .stride(stride)
                    .declare(graph.scope("conv"))
                    .apply(graph, map(graph, "x"))));
        }
        samples.add(Sample.of("depthwise convolution without bias, then 1x1", graph -> {
            Tensor x = Conv2d.of(4, 4, 3)
                    .depthwise()
                    .bias(false)
                    .declare(graph.scope("depthwise"))
                    .apply(graph, map(graph, "x"));
            return conv(graph, "pointwise", 4, 5, 1, 1, true, x);
        }));
        samples.add(Sample.of("convolution of one channel", graph -> {
            Tensor one = conv(graph, "one", 4, 1, 1, 1, true, map(graph, "x"));
            return conv(graph, "conv", 1, 3, 3, 1, true, one);
        }));
        for (Activation activation : Activation.values()) {
            samples.add(Sample.of("convolution with " + activation, graph -> {
                Tensor x = graph.activate(activation, conv(graph, "conv", 4, 5, 3, 1, true, map(graph, "x")));
                return conv(graph, "next", 5, 3, 1, 1, true, x);
            }));
        }
        samples.addAll(norms());
        samples.addAll(residuals());
        samples.addAll(sharing());
        samples.addAll(covering());
        return samples;
    }

    /** Padding that differs on opposite sides; with more channels other kernels of a library come into question. */
    private static List<Sample> same() {
        List<Sample> samples = new ArrayList<>();
        for (int kernel : new int[] {2, 3, 5}) {
            for (int stride : new int[] {1, 2}) {
                for (int channels : new int[] {4, 64}) {
                    Padding padding = Padding.same(8, 10, kernel, stride);
                    if (padding.symmetric()) {
                        continue;
                    }
                    String name = "convolution " + kernel + "x" + kernel + "/" + stride
                            + " with SAME padding, channels[" + channels + "]";
                    samples.add(Sample.of(name, graph -> {
                        Tensor x = conv(graph, "one", 3, channels, 1, 1, true, graph.input("x", Shape.of(2, 3, 8, 10)));
                        Tensor weight = graph.parameter(
                                "weight",
                                Shape.of(channels + 1, channels, kernel, kernel),
                                Initializer.fpnUniform(),
                                Parameter.Role.WEIGHT,
                                true);
                        return graph.apply(new Operation.Convolution(stride, padding, 1), x, weight);
                    }));
                }
            }
        }
        return samples;
    }

    /** Taps that are no neighbours, with stride, with a window wider than the map, SAME, and one for each channel. */
    private static List<Sample> dilated() {
        List<Sample> samples = new ArrayList<>();
        for (int channels : new int[] {4, 48}) {
            samples.add(Sample.of("dilated convolutions, channels[" + channels + "]", graph -> {
                Tensor x = conv(graph, "maps", 3, channels, 1, 1, true, graph.input("x", Shape.of(2, 3, 9, 10)));
                x = convolved(graph, "dense", new Operation.Convolution(1, Padding.of(6), 1, 6), 3, x);
                x = convolved(graph, "deep", new Operation.Convolution(2, Padding.of(2), channels, 2), 3, x);
                return convolved(graph, "same", new Operation.Convolution(1, new Padding(1, 2, 1, 2), 1, 3), 2, x);
            }));
        }
        return samples;
    }

    /** Kernels of a value for each channel that are larger than 3x3, as libraries often lack them. */
    private static List<Sample> wideDepthwise() {
        List<Sample> samples = new ArrayList<>();
        for (int channels : new int[] {4, 20}) {
            Map<String, Operation.Convolution> convolutions = new TreeMap<>(Map.of(
                    "", new Operation.Convolution(1, Padding.of(2), channels),
                    "/2", new Operation.Convolution(2, Padding.of(2), channels),
                    "/2 with SAME padding", new Operation.Convolution(2, Padding.same(8, 10, 5, 2), channels),
                    "/2 without padding", new Operation.Convolution(2, Padding.NONE, channels),
                    ", dilated", new Operation.Convolution(1, Padding.of(4), channels, 2)));
            convolutions.forEach((name, convolution) -> {
                String depthwise = "depthwise convolution 5x5" + name + ", channels[" + channels + "]";
                samples.add(Sample.of(depthwise, graph -> {
                    Tensor x = conv(graph, "maps", 3, channels, 1, 1, true, graph.input("x", Shape.of(2, 3, 8, 10)));
                    return convolved(graph, "depthwise", convolution, 5, x);
                }));
            });
        }
        return samples;
    }

    private static Tensor convolved(Graph graph, String name, Operation.Convolution by, int kernel, Tensor x) {
        int channels = x.shape().channels();
        Tensor weight = graph.parameter(
                name,
                Shape.of(channels, channels / by.groups(), kernel, kernel),
                new Initializer.Normal(0.4),
                Parameter.Role.WEIGHT,
                true);
        return graph.apply(by, x, weight);
    }

    private static List<Sample> norms() {
        List<Sample> samples = new ArrayList<>();
        Map<String, NormConfig> norms = new TreeMap<>(Map.of(
                "frozen batch norm", new Norms.FrozenBatch(),
                "batch norm", new Norms.Batch(),
                "group norm", new Norms.Group(2, 1e-5)));
        norms.forEach((name, norm) -> {
            for (boolean bias : new boolean[] {true, false}) {
                if (bias && norm instanceof Norms.Batch) {
                    continue; // takes the bias away again: its gradient is nothing but rounding
                }
                samples.add(Sample.of(name + (bias ? " after a bias" : ""), graph -> {
                    Tensor x = conv(graph, "conv", 4, 6, 3, 1, bias, map(graph, "x"));
                    x = norm.declare(graph.scope("norm"), 6, true).apply(graph, x);
                    return conv(graph, "next", 6, 3, 1, 1, true, graph.activate(Activation.RELU, x));
                }));
            }
            samples.add(Sample.of(name + " of a map that others read", graph -> {
                Tensor x = map(graph, "x");
                Tensor y = norm.declare(graph.scope("norm"), 4, true).apply(graph, x);
                return graph.add(x, y);
            }));
            samples.add(Sample.of(name + " after a depthwise convolution", graph -> {
                Tensor x = Conv2d.of(4, 4, 3)
                        .depthwise()
                        .bias(false)
                        .declare(graph.scope("conv"))
                        .apply(graph, map(graph, "x"));
                return norm.declare(graph.scope("norm"), 4, true).apply(graph, x);
            }));
        });
        samples.add(Sample.of("frozen batch norm after a frozen convolution", graph -> {
            Tensor x = Conv2d.of(4, 6, 3)
                    .trainable(false)
                    .declare(graph.scope("conv"))
                    .apply(graph, map(graph, "x"));
            x = new Norms.FrozenBatch().declare(graph.scope("norm"), 6, true).apply(graph, x);
            return conv(graph, "next", 6, 3, 1, 1, true, x);
        }));
        samples.add(Sample.of("batch norm that is not trained", graph -> {
            Tensor x = conv(graph, "conv", 4, 6, 3, 1, false, map(graph, "x"));
            return new Norms.Batch().declare(graph.scope("norm"), 6, false).apply(graph, x);
        }));
        samples.add(Sample.several("batch norm shared by two maps", graph -> {
            var norm = new Norms.Batch().declare(graph.scope("norm"), 4, true);
            Tensor x = graph.input("x", Samples.IMAGES);
            return Map.of(
                    "a", norm.apply(graph, conv(graph, "one", 3, 4, 3, 1, false, x)),
                    "b", norm.apply(graph, conv(graph, "two", 3, 4, 3, 2, false, x)));
        }));
        samples.add(Sample.several("group norm of one group, shared by two maps", graph -> {
            var norm = new Norms.Group(1, 1e-3).declare(graph.scope("norm"), 4, true);
            return Map.of("a", norm.apply(graph, map(graph, "x")), "b", norm.apply(graph, map(graph, "y")));
        }));
        return samples;
    }

    private static List<Sample> residuals() {
        List<Sample> samples = new ArrayList<>();
        for (Activation activation : Activation.values()) {
            samples.add(Sample.of("residual block with " + activation, graph -> {
                Tensor x = map(graph, "x");
                Tensor y = conv(graph, "one", 4, 6, 3, 1, false, x);
                y = graph.activate(
                        Activation.RELU,
                        new Norms.FrozenBatch()
                                .declare(graph.scope("n1"), 6, true)
                                .apply(graph, y));
                y = conv(graph, "two", 6, 4, 3, 1, false, y);
                y = new Norms.FrozenBatch().declare(graph.scope("n2"), 4, true).apply(graph, y);
                return graph.activate(activation, graph.add(y, x));
            }));
        }
        samples.add(Sample.of("sum of two convolutions", graph -> {
            Tensor x = map(graph, "x");
            return graph.activate(
                    Activation.RELU,
                    graph.add(conv(graph, "a", 4, 3, 1, 2, true, x), conv(graph, "b", 4, 3, 3, 2, false, x)));
        }));
        samples.add(Sample.several("residual that is an output too", graph -> {
            Tensor x = map(graph, "x");
            Tensor y = conv(graph, "conv", 4, 4, 3, 1, true, x);
            return Map.of("x", x, "y", y, "sum", graph.activate(Activation.RELU, graph.add(x, y)));
        }));
        return samples;
    }

    /** Of so many maps that it is a product of matrices: one kernel covers maps of nine cells, others maps of one. */
    private static List<Sample> covering() {
        List<Sample> samples = new ArrayList<>();
        for (boolean bias : new boolean[] {false, true}) {
            samples.add(Sample.of("kernels that cover forty maps" + (bias ? ", with bias" : ""), graph -> {
                Tensor maps = conv(graph, "maps", 3, 4, 1, 1, true, graph.input("x", Shape.of(40, 3, 3, 3)));
                Tensor y = graph.activate(Activation.SIGMOID, covered(graph, "first", 8, bias, maps));
                y = graph.activate(Activation.SIGMOID, graph.add(covered(graph, "second", 8, bias, y), y));
                y = graph.activate(Activation.SWISH, covered(graph, "third", 6, bias, y));
                return graph.apply(new Operation.MapsToRows(20), covered(graph, "last", 5, bias, y));
            }));
        }
        samples.add(Sample.several("a kernel that covers maps and one that moves over them", graph -> {
            Tensor maps = conv(graph, "maps", 3, 4, 1, 1, true, graph.input("x", Shape.of(33, 3, 2, 2)));
            return Map.of(
                    "covered", covered(graph, "covered", 7, true, maps),
                    "moved", conv(graph, "moved", 4, 3, 1, 1, true, maps));
        }));
        return samples;
    }

    private static Tensor covered(Graph graph, String name, int out, boolean bias, Tensor x) {
        Shape map = x.shape();
        List<Tensor> inputs = new ArrayList<>(List.of(
                x,
                graph.parameter(
                        name + ".weight",
                        Shape.of(out, map.channels(), map.height(), map.width()),
                        new Initializer.Normal(0.4),
                        Parameter.Role.WEIGHT,
                        true)));
        if (bias) {
            inputs.add(graph.parameter(
                    name + ".bias", Shape.of(out), new Initializer.Constant(0), Parameter.Role.BIAS, true));
        }
        return graph.apply(new Operation.Convolution(1, Padding.NONE, 1), inputs);
    }

    private static List<Sample> sharing() {
        return List.of(
                Sample.several("one convolution on several levels", graph -> {
                    var shared = Conv2d.of(4, 4, 3).declare(graph.scope("shared"));
                    Tensor fine = map(graph, "x");
                    Tensor coarse = conv(graph, "down", 4, 4, 3, 2, true, fine);
                    return Map.of(
                            "fine", graph.activate(Activation.RELU, shared.apply(graph, fine)),
                            "coarse", shared.apply(graph, shared.apply(graph, coarse)));
                }),
                Sample.of("frozen layers below trained ones", graph -> {
                    Tensor x = Conv2d.of(3, 4, 3)
                            .trainable(false)
                            .declare(graph.scope("frozen"))
                            .apply(graph, graph.input("x", Samples.IMAGES));
                    return conv(graph, "trained", 4, 3, 3, 1, true, graph.activate(Activation.RELU, x));
                }),
                Sample.of("a frozen layer between trained ones", graph -> {
                    Tensor x = Conv2d.of(4, 4, 3)
                            .trainable(false)
                            .declare(graph.scope("frozen"))
                            .apply(graph, map(graph, "x"));
                    return conv(graph, "trained", 4, 3, 3, 1, true, graph.activate(Activation.SWISH, x));
                }));
    }

    static Tensor conv(Graph graph, String name, int in, int out, int kernel, int stride, boolean bias, Tensor x) {
        return Conv2d.of(in, out, kernel)
                .stride(stride)
                .bias(bias)
                .declare(graph.scope(name))
                .apply(graph, x);
    }
}
