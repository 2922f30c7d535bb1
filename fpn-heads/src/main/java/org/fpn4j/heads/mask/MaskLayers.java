package org.fpn4j.heads.mask;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Parameter.Role;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.ConvBlock;
import org.fpn4j.core.layer.Layer;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.heads.roi.FullyConnected;

/**
 * The mask branch in a graph. Parameters {@code conv.i.*}, {@code upsample.*} and {@code logits.*}; with fully connected fusion
 * {@code fusion.conv.0.*}, {@code fusion.conv.1.*} and {@code fusion.fc.*}.
 */
final class MaskLayers {
    private static final Initializer HE = new Initializer.HeNormal(Initializer.Fan.OUT);

    private final MaskConfig config;
    private final List<Layer> shared = new ArrayList<>(); // the convolutions but for the last
    private final Layer classes; // the last one, and what follows
    private final Optional<Layer> fusion;

    /**
     * Declares the parameters in {@code scope}.
     *
     * @param in channels of the pyramid
     * @param numClasses without the background, which has a map, too
     */
    MaskLayers(MaskConfig config, int in, int numClasses, Graph scope) {
        this.config = config;
        int channels = config.channels();
        for (int i = 0; i < config.convs() - 1; i++) {
            shared.add(block(i == 0 ? in : channels, channels).declare(scope.scope("conv." + i)));
        }
        Layer last = block(config.convs() == 1 ? in : channels, channels)
                .declare(scope.scope("conv." + (config.convs() - 1)));
        Layer up = upsample(channels, scope.scope("upsample"));
        Layer logits = Conv2d.of(channels, numClasses + 1, 1).weights(HE).declare(scope.scope("logits"));
        this.classes = last.then(up)
                .then((graph, x) -> graph.activate(Activation.RELU, x))
                .then(logits);
        this.fusion = config.fullyConnected()
                ? Optional.of(fusion(config.convs() == 1 ? in : channels, scope.scope("fusion")))
                : Optional.empty();
    }

    private ConvBlock block(int in, int out) {
        return new ConvBlock(Conv2d.of(in, out, 3).weights(HE), config.norm(), Activation.RELU);
    }

    /**
     * A transposed convolution whose window and stride are 2: a 1x1 convolution, its channels spread over blocks of cells, and
     * then a bias for each channel, as a norm that does nothing else.
     */
    private static Layer upsample(int channels, Graph scope) {
        Shape each = Shape.of(channels);
        Layer spread =
                Conv2d.of(channels, 4 * channels, 1).weights(HE).bias(false).declare(scope);
        Tensor bias = scope.parameter("bias", each, new Initializer.Constant(0), Role.BIAS, true);
        return (graph, x) -> {
            Tensor ones = graph.constant("ones", each, () -> filled(channels, 1));
            Tensor zeros = graph.constant("zeros", each, () -> filled(channels, 0));
            Tensor wide = graph.apply(new Operation.DepthToSpace(2), spread.apply(graph, x));
            return graph.apply(new Operation.BatchNorm(0, 0, false), wide, ones, bias, zeros, ones);
        };
    }

    private static float[] filled(int length, float value) {
        float[] values = new float[length];
        Arrays.fill(values, value);
        return values;
    }

    /** Two convolutions, the second of half the channels, and a fully connected layer with a value for each cell of a mask. */
    private Layer fusion(int in, Graph scope) {
        int half = config.channels() / 2;
        return block(in, config.channels())
                .declare(scope.scope("conv.0"))
                .then(block(config.channels(), half).declare(scope.scope("conv.1")))
                .then(new FullyConnected(
                                half, config.pool().size(), config.size() * config.size(), Initializer.fpnUniform())
                        .declare(scope.scope("fc")));
    }

    /**
     * Logits of the mask of each region's own class, {@code [N, R, size * size]}.
     *
     * @param regions {@code [N, R, V]}, corners first
     * @param labels {@code [N, R]}, 0 for the background
     */
    Tensor apply(Graph graph, Pyramid pyramid, Tensor regions, Tensor labels) {
        List<Layer> layers = shared.isEmpty() ? List.of(Layer.IDENTITY) : shared;
        Tensor maps = config.pool().apply(graph, pyramid, regions, layers);
        Operation rows = new Operation.MapsToRows(regions.shape().dim(1));
        Tensor ofClasses = graph.apply(rows, classes.apply(graph, maps)); // [N, R, (K + 1) * size * size]
        Tensor ofClass = graph.apply(new Operation.TakeClass(config.size() * config.size()), ofClasses, labels);
        return fusion.map(layer -> graph.add(ofClass, graph.apply(rows, layer.apply(graph, maps))))
                .orElse(ofClass);
    }
}
