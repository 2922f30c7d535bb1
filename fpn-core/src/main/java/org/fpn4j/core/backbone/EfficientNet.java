package org.fpn4j.core.backbone;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.DropPath;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.layer.WindowPadding;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;

/**
 * EfficientNet (Tan and Le, arXiv:1905.11946v5, table 1 and section 3.3) without what follows its last block: stages C2-C5
 * at stride 4, 8, 16 and 32, on request C1. An inverted residual block widens a map, filters each channel, scales channels
 * by their means and narrows the map again; swish follows each norm but the last.
 *
 * <p>With {@code drop_path} the residual branches are left out by lot while it learns ({@link DropPath}): block i of n with a
 * probability of {@code drop_path * i / n}, as in the authors' code and timm. Frozen parts leave out nothing.
 *
 * <p>Parameters are named as timm names them: {@code conv_stem}, {@code bn1}, {@code blocks.1.0.conv_pw}, {@code
 * blocks.1.0.se.conv_reduce}, whatever the norm.
 */
public final class EfficientNet implements Backbone {
    /** Of the family, with what multiplies channels and repeats. */
    public enum Variant {
        B0(1.0, 1.0),
        B1(1.0, 1.1),
        B2(1.1, 1.2),
        B3(1.2, 1.4),
        B4(1.4, 1.8),
        B5(1.6, 2.2),
        B6(1.8, 2.6),
        B7(2.0, 3.1);

        private final double width;
        private final double depth;

        Variant(double width, double depth) {
            this.width = width;
            this.depth = depth;
        }
    }

    /** What is put around maps. */
    public enum Padding {
        /** As much as TensorFlow puts, an odd cell at the bottom and right. */
        SAME(WindowPadding.SAME),
        /** The same on all sides. */
        SYMMETRIC(WindowPadding.SYMMETRIC);

        private final WindowPadding of;

        Padding(WindowPadding of) {
            this.of = of;
        }
    }

    /**
     * Makes an EfficientNet.
     *
     * @param variant of the family
     * @param padding of strided convolutions: the authors' or PyTorch's
     * @param width multiplies every number of channels besides, rounded to a multiple of 8
     * @param finest the first stage that is given: 1 or 2
     * @param norm after every convolution but those that make factors
     * @param freezeAt number of leading parts whose parameters do not change: 1 the stem with C1, 2 with C2, ... 5 all
     * @param dropPath probability with which an image does without the branch of a block while it learns, growing from 0 at the
     *     first block to nearly this
     */
    @JsonTypeName("efficientnet")
    @AutoService(BackboneConfig.class)
    public record Config(
            Variant variant,
            Padding padding,
            @Range(min = 0.125, max = 8) double width,
            @Range(min = 1, max = 2) int finest,
            NormConfig norm,
            @Range(min = 0, max = 5) int freezeAt,
            @Range(min = 0, max = 1, belowMax = true) double dropPath)
            implements BackboneConfig {
        /** The defaults. */
        public Config() {
            this(Variant.B0, Padding.SAME, 1, 2, new Norms.Batch(1e-3, 0.01), 0, 0);
        }

        public Config {
            FieldChecks.of(Config.class)
                    .bounds("width", width)
                    .bounds("finest", finest)
                    .bounds("freezeAt", freezeAt)
                    .bounds("dropPath", dropPath)
                    .done();
        }

        @Override
        public EfficientNet create() {
            return new EfficientNet(this);
        }
    }

    /**
     * Blocks of one kind.
     *
     * @param level the stage that they are part of
     * @param widened how many times as wide a map is within a block
     * @param stride of the first block
     */
    private record Blocks(int level, int repeats, int kernel, int stride, int widened, int channels) {
        int strideOf(int block) {
            return block == 0 ? stride : 1;
        }
    }

    private static final List<Blocks> TABLE = List.of(
            new Blocks(1, 1, 3, 1, 1, 16),
            new Blocks(2, 2, 3, 2, 6, 24),
            new Blocks(3, 2, 5, 2, 6, 40),
            new Blocks(4, 3, 3, 2, 6, 80),
            new Blocks(4, 3, 5, 1, 6, 112),
            new Blocks(5, 4, 5, 2, 6, 192),
            new Blocks(5, 1, 3, 1, 6, 320));

    private static final int STEM = 32; // channels
    private static final int REDUCED = 4; // times as many channels has a block's input as what its factors are made of

    private static final SqueezeExcite FACTORS =
            new SqueezeExcite("conv_reduce", "conv_expand", Activation.SWISH, Activation.SIGMOID);

    private final Config config;
    private final PyramidSpec outputs;
    private final Map<String, DropPath> dropPaths; // by the name of the block

    private EfficientNet(Config config) {
        this.config = config;
        List<LevelSpec> levels = new ArrayList<>();
        for (int i = 0; i < TABLE.size(); i++) {
            if (isLastOfLevel(i) && TABLE.get(i).level() >= config.finest()) {
                levels.add(new LevelSpec(
                        TABLE.get(i).level(), channels(TABLE.get(i).channels())));
            }
        }
        this.outputs = new PyramidSpec("C", levels);
        checkGroups();
        this.dropPaths = dropPaths(config);
    }

    private static boolean isLastOfLevel(int index) {
        return index == TABLE.size() - 1
                || TABLE.get(index).level() != TABLE.get(index + 1).level();
    }

    /** Group norm needs a number of groups that divides every number of channels. */
    private void checkGroups() {
        if (config.norm() instanceof Norms.Group group) {
            List<Integer> widths = new ArrayList<>(List.of(channels(STEM)));
            TABLE.forEach(blocks -> widths.add(channels(blocks.channels())));
            new FieldChecks()
                    .require(
                            widths.stream().allMatch(width -> width % group.groups() == 0),
                            "norm.groups",
                            group.groups(),
                            "must divide the number of channels of the stem and of every kind of block " + widths)
                    .done();
        }
    }

    private int channels(int full) {
        return channels(config, full);
    }

    private static int channels(Config config, int full) {
        return RoundedChannels.of(full * config.variant().width * config.width());
    }

    private static int repeats(Config config, Blocks blocks) {
        return (int) Math.ceil(blocks.repeats() * config.variant().depth);
    }

    private static boolean isTrained(Config config, Blocks blocks) {
        return config.freezeAt() < blocks.level();
    }

    private static String name(int kind, int block) {
        return kind + "." + block;
    }

    private static boolean hasShortCut(int stride, int in, int out) {
        return stride == 1 && in == out;
    }

    private static Map<String, DropPath> dropPaths(Config config) {
        Map<String, DropPath> paths = new LinkedHashMap<>();
        int count = TABLE.stream().mapToInt(blocks -> repeats(config, blocks)).sum();
        int number = 0;
        int in = channels(config, STEM);
        for (int i = 0; i < TABLE.size(); i++) {
            Blocks blocks = TABLE.get(i);
            int out = channels(config, blocks.channels());
            for (int block = 0; block < repeats(config, blocks); block++) {
                double rate = config.dropPath() * number / count;
                if (rate > 0 && isTrained(config, blocks) && hasShortCut(blocks.strideOf(block), in, out)) {
                    paths.put(name(i, block), new DropPath("drop_path.blocks." + name(i, block), out, rate));
                }
                number++;
                in = out;
            }
        }
        return paths;
    }

    @Override
    public PyramidSpec outputs() {
        return outputs;
    }

    @Override
    public Pyramid build(Graph graph, Tensor images) {
        return build(graph, images, Map.of());
    }

    @Override
    public Pyramid buildLearning(Graph graph, Tensor images) {
        return build(graph, images, dropPaths);
    }

    @Override
    public List<DropPath> dropPaths() {
        return List.copyOf(dropPaths.values());
    }

    private Pyramid build(Graph graph, Tensor images, Map<String, DropPath> paths) {
        Unit stem = new Unit(graph, config.freezeAt() < 1);
        Tensor x = stem.activated(
                "conv_stem", "bn1", convolution(3, channels(STEM), 3).stride(2), images);
        List<Tensor> stages = new ArrayList<>();
        for (int i = 0; i < TABLE.size(); i++) {
            Blocks blocks = TABLE.get(i);
            for (int block = 0; block < repeats(config, blocks); block++) {
                String name = name(i, block);
                Unit unit = new Unit(graph.scope("blocks").scope(name), isTrained(config, blocks));
                x = block(unit, blocks, blocks.strideOf(block), Optional.ofNullable(paths.get(name)), x);
            }
            if (isLastOfLevel(i) && blocks.level() >= config.finest()) {
                stages.add(x);
            }
        }
        return new Pyramid(outputs, stages);
    }

    private static Conv2d convolution(int in, int out, int kernel) {
        return Conv2d.of(in, out, kernel).weights(new Initializer.HeNormal(Initializer.Fan.OUT));
    }

    /** The fan out of one filter is its window, which is its fan in. */
    private static Conv2d depthwise(int channels, int kernel) {
        return Conv2d.of(channels, channels, kernel).depthwise().weights(new Initializer.HeNormal(Initializer.Fan.IN));
    }

    private Tensor block(Unit unit, Blocks blocks, int stride, Optional<DropPath> path, Tensor x) {
        int in = x.shape().channels();
        int out = channels(blocks.channels());
        int wide = in * blocks.widened();
        Conv2d filters = depthwise(wide, blocks.kernel()).stride(stride);
        Tensor y;
        if (blocks.widened() == 1) {
            y = unit.activated("conv_dw", "bn1", filters, x);
            y = unit.scaled(y, in / REDUCED);
            y = unit.normed("conv_pw", "bn2", convolution(wide, out, 1), y);
        } else {
            y = unit.activated("conv_pw", "bn1", convolution(in, wide, 1), x);
            y = unit.activated("conv_dw", "bn2", filters, y);
            y = unit.scaled(y, in / REDUCED);
            y = unit.normed("conv_pwl", "bn3", convolution(wide, out, 1), y);
        }
        if (!hasShortCut(stride, in, out)) {
            return y;
        }
        Graph scope = unit.scope();
        Tensor branch = y;
        return scope.add(path.map(dropPath -> dropPath.apply(scope, branch)).orElse(branch), x);
    }

    /** Convolutions with what follows them, in one scope. */
    private final class Unit {
        private final Graph scope;
        private final boolean trainable;

        Unit(Graph scope, boolean trainable) {
            this.scope = scope;
            this.trainable = trainable;
        }

        Graph scope() {
            return scope;
        }

        Tensor normed(String name, String norm, Conv2d convolution, Tensor x) {
            Graph inner = scope.scope(name);
            Tensor y = convolution
                    .padding(config.padding().of)
                    .bias(config.norm().convolutionBias())
                    .trainable(trainable)
                    .declare(inner)
                    .apply(scope, x);
            return config.norm()
                    .declare(scope.scope(norm), convolution.out(), trainable)
                    .apply(scope, y);
        }

        Tensor activated(String name, String norm, Conv2d convolution, Tensor x) {
            return scope.activate(Activation.SWISH, normed(name, norm, convolution, x));
        }

        Tensor scaled(Tensor x, int reduced) {
            return FACTORS.apply(scope.scope("se"), x, reduced, trainable);
        }
    }
}
