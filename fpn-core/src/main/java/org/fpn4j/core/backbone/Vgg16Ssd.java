package org.fpn4j.core.backbone;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.List;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Initializer.Fan;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Parameter.Role;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;

/**
 * VGG-16 (Simonyan and Zisserman, arXiv:1409.1556v6) as SSD300 has it (Liu et al., arXiv:1512.02325v5, section 3, and
 * torchvision's {@code ssd300_vgg16}): stages C3-C6 at stride 8 to 64. C3 is conv4_3 with channels of one length and a learned
 * factor for each; behind conv5_3 follow a pooling of stride 1, fc6 as a convolution with holes, fc7 (C4), and SSD's conv8_2
 * (C5) and conv9_2 (C6). Levels above are {@link org.fpn4j.core.neck.UnpaddedLevels}.
 *
 * <p>Parameters are named as in the papers: {@code conv1_1} ... {@code conv5_3}, {@code conv4_3.scale}, {@code fc6}, {@code fc7},
 * {@code conv8_1} ... {@code conv9_2}.
 */
public final class Vgg16Ssd implements Backbone {
    private static final double FIRST_LENGTH = 20;
    private static final double LEAST_LENGTH = 1e-12;
    private static final int[] CONVOLUTIONS = {2, 2, 3, 3, 3}; // of each of VGG's blocks
    private static final Initializer HE = new Initializer.HeNormal(Fan.OUT);
    private static final Initializer XAVIER = new Initializer.Uniform(6, Fan.SUM);

    /** How many cells an odd side has after pooling by two. */
    public enum Pooling {
        /** Rounded up: every stage has {@code ceil(size / stride)} cells. */
        UP,
        /** Rounded down but for the third, as torchvision does: the same at 300 pixels. */
        TORCHVISION
    }

    /**
     * Makes it.
     *
     * @param width multiplies every number of channels, rounded to a multiple of 8
     * @param pooling of odd sides
     * @param freezeAt number of leading blocks whose parameters do not change: 1 conv1, ... 5 all of VGG's convolutions
     */
    @JsonTypeName("vgg16_ssd")
    @AutoService(BackboneConfig.class)
    public record Config(
            @Range(min = 0.125, max = 8) double width, Pooling pooling, @Range(min = 0, max = 5) int freezeAt)
            implements BackboneConfig {
        /** The defaults. */
        public Config() {
            this(1, Pooling.UP, 0);
        }

        public Config {
            requireNonNull(pooling, "pooling is null");
            FieldChecks.of(Config.class)
                    .bounds("width", width)
                    .bounds("freezeAt", freezeAt)
                    .done();
        }

        @Override
        public Vgg16Ssd create() {
            return new Vgg16Ssd(this);
        }
    }

    private final Config config;
    private final PyramidSpec outputs;

    private Vgg16Ssd(Config config) {
        this.config = config;
        this.outputs = new PyramidSpec(
                "C",
                List.of(
                        new LevelSpec(3, channels(512)),
                        new LevelSpec(4, channels(1024)),
                        new LevelSpec(5, channels(512)),
                        new LevelSpec(6, channels(256))));
    }

    @Override
    public PyramidSpec outputs() {
        return outputs;
    }

    @Override
    public Pyramid build(Graph graph, Tensor images) {
        Tensor x = images;
        for (int block = 1; block <= 3; block++) {
            x = halved(graph, block, block(graph, block, x));
        }
        Tensor fourth = block(graph, 4, x); // [N, 512, ceil(H / 8), ceil(W / 8)]
        Tensor fifth = block(graph, 5, halved(graph, 4, fourth));
        Tensor pooled = graph.apply(new Operation.MaxPool(3, 1, Padding.of(1)), fifth);
        Tensor sixth = convolution(graph, "fc6", pooled, 1024, 3, spread(6), XAVIER, true);
        Tensor seventh = convolution(graph, "fc7", sixth, 1024, 1, plain(1, 0), XAVIER, true);
        Tensor eighth = smaller(graph, 8, seventh, 256, 512);
        Tensor ninth = smaller(graph, 9, eighth, 128, 256);
        return new Pyramid(outputs, List.of(normalized(graph, fourth), seventh, eighth, ninth));
    }

    /** The 3x3 convolutions of one of VGG's blocks. */
    private Tensor block(Graph graph, int block, Tensor x) {
        Tensor y = x;
        boolean trainable = config.freezeAt() < block;
        int out = Math.min(64 << (block - 1), 512);
        for (int i = 1; i <= CONVOLUTIONS[block - 1]; i++) {
            y = convolution(graph, "conv" + block + "_" + i, y, out, 3, plain(1, 1), HE, trainable);
        }
        return y;
    }

    private Tensor halved(Graph graph, int block, Tensor x) {
        boolean up = config.pooling() == Pooling.UP || block == 3;
        Padding padding = up ? Padding.same(x.shape().height(), x.shape().width(), 2, 2) : Padding.NONE;
        return graph.apply(new Operation.MaxPool(2, 2, padding), x);
    }

    /** A 1x1 convolution and one of stride 2. */
    private Tensor smaller(Graph graph, int block, Tensor x, int between, int out) {
        Tensor y = convolution(graph, "conv" + block + "_1", x, between, 1, plain(1, 0), XAVIER, true);
        return convolution(graph, "conv" + block + "_2", y, out, 3, plain(2, 1), XAVIER, true);
    }

    private Tensor normalized(Graph graph, Tensor x) {
        Tensor scale = graph.scope("conv4_3")
                .parameter("scale", Shape.of(channels(512)), new Initializer.Constant(FIRST_LENGTH), Role.SCALE, true);
        return graph.apply(new Operation.NormalizeChannels(LEAST_LENGTH), x, scale);
    }

    private static Operation.Convolution plain(int stride, int padding) {
        return new Operation.Convolution(stride, Padding.of(padding), 1);
    }

    private static Operation.Convolution spread(int dilation) {
        return new Operation.Convolution(1, Padding.of(dilation), 1, dilation);
    }

    /** Convolution, bias and ReLU. */
    private Tensor convolution(
            Graph graph,
            String name,
            Tensor x,
            int full,
            int kernel,
            Operation.Convolution operation,
            Initializer weights,
            boolean trainable) {
        Graph scope = graph.scope(name);
        int out = channels(full);
        Tensor weight = scope.parameter(
                "weight", Shape.of(out, x.shape().channels(), kernel, kernel), weights, Role.WEIGHT, trainable);
        Tensor bias = scope.parameter("bias", Shape.of(out), new Initializer.Constant(0), Role.BIAS, trainable);
        return scope.activate(Activation.RELU, scope.apply(operation, x, weight, bias));
    }

    private int channels(int full) {
        return config.width() == 1 ? full : Math.max(8, (int) Math.round(full * config.width() / 8) * 8);
    }
}
