package org.fpn4j.core.backbone;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fpn4j.config.problem.Choice;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.Layer;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;

/**
 * ResNet (He et al., Deep Residual Learning for Image Recognition, arXiv:1512.03385v1, table 1) without its classifier:
 * stages C2-C5 at stride 4, 8, 16 and 32. Depth 18 and 34 have blocks of two 3x3 convolutions, 50 and more bottlenecks.
 *
 * <p>Differs from the paper: in style {@code torchvision} a bottleneck's stride stands in its 3x3 convolution; {@code
 * caffe} has it in the first 1x1, as the paper does; {@code keras} in the first 1x1 too, and every convolution has a
 * bias.
 *
 * <p>Parameters are named as torchvision names them: {@code conv1}, {@code bn1}, {@code layer1.0.conv1}, {@code
 * layer1.0.downsample.0}, whatever the norm.
 */
public final class ResNet implements Backbone {
    /** Where a bottleneck's stride stands, and whether convolutions have a bias. */
    public enum Style {
        TORCHVISION,
        CAFFE,
        KERAS
    }

    /**
     * Makes a ResNet.
     *
     * @param depth 18, 34, 50, 101 or 152
     * @param style where the stride stands
     * @param width multiplies every number of channels, rounded to a multiple of 8
     * @param norm after every convolution
     * @param freezeAt number of leading parts whose parameters do not change: 1 the stem, 2 with C2, ... 5 all
     */
    @JsonTypeName("resnet")
    @AutoService(BackboneConfig.class)
    public record Config(
            @Choice({18, 34, 50, 101, 152}) int depth,
            Style style,
            @Range(min = 0.125, max = 8) double width,
            NormConfig norm,
            @Range(min = 0, max = 5) int freezeAt)
            implements BackboneConfig {
        /** The defaults. */
        public Config() {
            this(50, Style.TORCHVISION, 1, new Norms.FrozenBatch(), 0);
        }

        public Config {
            FieldChecks.of(Config.class)
                    .bounds("depth", depth)
                    .bounds("width", width)
                    .bounds("freezeAt", freezeAt)
                    .done();
        }

        @Override
        public ResNet create() {
            return new ResNet(this);
        }
    }

    private final Config config;
    private final int[] blocks;
    private final PyramidSpec outputs;

    private ResNet(Config config) {
        this.config = config;
        this.blocks = blocks(config.depth());
        List<LevelSpec> levels = new ArrayList<>();
        for (int stage = 0; stage < 4; stage++) {
            levels.add(new LevelSpec(stage + 2, channels(64 << stage) * expansion()));
        }
        this.outputs = new PyramidSpec("C", levels);
        checkGroups();
    }

    /** Group norm needs a number of groups that divides every number of channels. */
    private void checkGroups() {
        if (config.norm() instanceof Norms.Group group) {
            List<Integer> widths = IntStream.range(0, 4)
                    .mapToObj(stage -> channels(64 << stage))
                    .toList();
            new FieldChecks()
                    .require(
                            widths.stream().allMatch(width -> width % group.groups() == 0),
                            "norm.groups",
                            group.groups(),
                            "must divide the number of channels of every stage's convolutions " + widths)
                    .done();
        }
    }

    @Override
    public PyramidSpec outputs() {
        return outputs;
    }

    @Override
    public Pyramid build(Graph graph, Tensor images) {
        int in = channels(64);
        Tensor x =
                unit(graph, "conv1", "bn1", 3, in, 7, 2, config.freezeAt() < 1).apply(graph, images);
        x = graph.activate(Activation.RELU, x); // [N, channels(64), ceil(H / 2), ceil(W / 2)]
        x = graph.apply(new Operation.MaxPool(3, 2, Padding.of(1)), x);
        List<Tensor> stages = new ArrayList<>();
        for (int stage = 0; stage < 4; stage++) {
            boolean trainable = config.freezeAt() < stage + 2;
            int out = channels(64 << stage);
            for (int block = 0; block < blocks[stage]; block++) {
                Graph scope = graph.scope("layer" + (stage + 1)).scope(String.valueOf(block));
                int stride = block == 0 && stage > 0 ? 2 : 1;
                x = block(scope, x, in, out, stride, trainable);
                in = out * expansion();
            }
            stages.add(x); // C(stage + 2)
        }
        return new Pyramid(outputs, stages);
    }

    /** {@code relu(branch(x) + shortcut(x))}. */
    private Tensor block(Graph scope, Tensor x, int in, int width, int stride, boolean trainable) {
        int out = width * expansion();
        Tensor branch = x;
        if (expansion() == 1) {
            branch =
                    unit(scope, "conv1", "bn1", in, width, 3, stride, trainable).apply(scope, branch);
            branch = scope.activate(Activation.RELU, branch);
            branch = unit(scope, "conv2", "bn2", width, out, 3, 1, trainable).apply(scope, branch);
        } else {
            int first = config.style() == Style.TORCHVISION ? 1 : stride;
            branch = unit(scope, "conv1", "bn1", in, width, 1, first, trainable).apply(scope, branch);
            branch = scope.activate(Activation.RELU, branch);
            branch = unit(scope, "conv2", "bn2", width, width, 3, stride / first, trainable)
                    .apply(scope, branch);
            branch = scope.activate(Activation.RELU, branch);
            branch = unit(scope, "conv3", "bn3", width, out, 1, 1, trainable).apply(scope, branch);
        }
        Tensor shortcut = x;
        if (stride != 1 || in != out) {
            Graph downsample = scope.scope("downsample");
            shortcut = unit(downsample, "0", "1", in, out, 1, stride, trainable).apply(downsample, x);
        }
        return scope.activate(Activation.RELU, scope.add(branch, shortcut));
    }

    /** Convolution and norm. */
    private Layer unit(
            Graph scope, String conv, String norm, int in, int out, int kernel, int stride, boolean trainable) {
        boolean bias = config.style() == Style.KERAS || config.norm().convolutionBias();
        Layer convolution = Conv2d.of(in, out, kernel)
                .stride(stride)
                .bias(bias)
                .weights(new Initializer.HeNormal(Initializer.Fan.OUT))
                .trainable(trainable)
                .declare(scope.scope(conv));
        return convolution.then(config.norm().declare(scope.scope(norm), out, trainable));
    }

    private int expansion() {
        return config.depth() < 50 ? 1 : 4;
    }

    private int channels(int full) {
        return config.width() == 1 ? full : Math.max(8, (int) Math.round(full * config.width() / 8) * 8);
    }

    private static int[] blocks(int depth) {
        return switch (depth) {
            case 18 -> new int[] {2, 2, 2, 2};
            case 34, 50 -> new int[] {3, 4, 6, 3};
            case 101 -> new int[] {3, 4, 23, 3};
            case 152 -> new int[] {3, 8, 36, 3};
            default -> throw new IllegalArgumentException("no ResNet has depth " + depth);
        };
    }
}
