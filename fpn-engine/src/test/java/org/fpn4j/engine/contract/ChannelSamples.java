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
import org.fpn4j.core.graph.Parameter.Role;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.DropPath;

/** Maps whose channels get factors, of their own means or of each cell's length, and images whose blocks become channels. */
final class ChannelSamples {
    private ChannelSamples() {}

    static List<Sample> all() {
        List<Sample> samples = new ArrayList<>();
        for (int channels : new int[] {4, 21}) {
            samples.add(Sample.of("gates of a map's own means, channels[" + channels + "]", graph -> {
                Tensor x = conv(graph, "wide", 4, channels, 3, 2, true, map(graph, "x"));
                Tensor gated = gated(graph, channels, graph.activate(Activation.SWISH, x));
                return conv(graph, "narrow", channels, 4, 1, 1, true, gated);
            }));
        }
        for (int channels : new int[] {4, 21}) {
            samples.add(Sample.of("branch times factors that are fed, channels[" + channels + "]", graph -> {
                Tensor x = conv(graph, "first", 4, channels, 3, 2, true, map(graph, "x"));
                Tensor branch = conv(graph, "branch", channels, channels, 3, 1, true, x);
                Tensor left = new DropPath("drop", channels, 0.5).apply(graph, branch);
                return conv(graph, "last", channels, 4, 1, 1, true, graph.add(left, x));
            }));
        }
        samples.add(Sample.several("gates that others read, of another map", graph -> {
            Tensor mean = graph.apply(new Operation.GlobalAveragePool(), map(graph, "y"));
            Tensor gate = graph.activate(Activation.SIGMOID, mean);
            return Map.of(
                    "mean",
                    mean,
                    "scaled",
                    graph.apply(new Operation.ScaleChannels(), map(graph, "x"), gate),
                    "gate",
                    gate);
        }));
        samples.add(Sample.several(
                "cells of one length, some of them none",
                graph -> {
                    Tensor x = graph.activate(Activation.RELU, map(graph, "x"));
                    Tensor factors = graph.parameter(
                            "factors", Shape.of(4), new Initializer.Constant(20), Role.NORM_SCALE, true);
                    Tensor y = graph.apply(new Operation.NormalizeChannels(0.05), x, factors);
                    return Map.of("y", conv(graph, "next", 4, 3, 1, 1, true, y), "x", x);
                },
                Map.of()));
        samples.add(Sample.of("blocks of an image as channels", graph -> {
            Tensor deep = graph.apply(new Operation.SpaceToDepth(2), graph.input("images", Shape.of(2, 3, 6, 8)));
            return conv(graph, "stem", 12, 5, 3, 1, true, deep);
        }));
        samples.add(Sample.of("blocks of a map as channels, three wide", graph -> {
            Tensor x = conv(graph, "grown", 3, 5, 3, 1, true, graph.input("images", Shape.of(2, 3, 6, 9)));
            return conv(graph, "last", 45, 3, 1, 1, true, graph.apply(new Operation.SpaceToDepth(3), x));
        }));
        return samples;
    }

    private static Tensor gated(Graph graph, int channels, Tensor x) {
        Tensor mean = graph.apply(new Operation.GlobalAveragePool(), x);
        Tensor few = graph.activate(Activation.HARD_SWISH, conv(graph, "few", channels, 3, 1, 1, true, mean));
        Tensor gate = graph.activate(Activation.HARD_SIGMOID, conv(graph, "gate", 3, channels, 1, 1, true, few));
        return graph.apply(new Operation.ScaleChannels(), x, gate);
    }
}
