package org.fpn4j.yolo;

import java.util.stream.IntStream;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.ConvUnits;
import org.fpn4j.core.layer.Layer;

/**
 * A cross stage partial block (Wang et al., CSPNet, arXiv:1911.11929v1, section 3.1) as YOLOX has it: one half of the
 * channels goes through bottlenecks, the other goes past them, and both are concatenated.
 *
 * <pre>
 * x -> conv1 (1x1) -> m.0 -> m.1 ... -+
 * x -> conv2 (1x1) -------------------+-> concatenation -> conv3 (1x1)
 * m.i: conv1 (1x1) -> conv2 (3x3), plus what came in where there is a shortcut
 * </pre>
 *
 * @param units that it is made of
 * @param in channels that come in
 * @param out channels that go out, two or more
 * @param bottlenecks how many
 * @param shortcut whether a bottleneck adds what came in
 */
record CspLayer(ConvUnits units, int in, int out, int bottlenecks, boolean shortcut) {
    /** Channels of each half. */
    static int half(int out) {
        return out / 2;
    }

    /** Declares the parameters of all its parts. */
    Layer declare(Graph scope) {
        int half = half(out);
        Layer through = units.pointwise(scope.scope("conv1"), in, half);
        Layer past = units.pointwise(scope.scope("conv2"), in, half);
        Layer joined = units.pointwise(scope.scope("conv3"), 2 * half, out);
        Layer inner = Layer.sequence(IntStream.range(0, bottlenecks)
                .mapToObj(i -> bottleneck(scope.scope("m").scope(String.valueOf(i)), half))
                .toList());
        return (graph, x) -> {
            Tensor deep = through.then(inner).apply(graph, x); // [N, half, H, W]
            Tensor shallow = past.apply(graph, x); // [N, half, H, W]
            return joined.apply(graph, graph.apply(new Operation.Concat(1), deep, shallow));
        };
    }

    private Layer bottleneck(Graph scope, int channels) {
        Layer narrow = units.pointwise(scope.scope("conv1"), channels, channels);
        Layer branch = narrow.then(units.window(scope.scope("conv2"), channels, channels, 3, 1));
        return shortcut ? (graph, x) -> graph.add(branch.apply(graph, x), x) : branch;
    }
}
