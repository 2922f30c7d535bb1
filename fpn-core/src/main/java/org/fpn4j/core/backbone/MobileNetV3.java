package org.fpn4j.core.backbone;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;

/**
 * MobileNetV3 (Howard et al., Searching for MobileNetV3, arXiv:1905.02244v5, tables 1 and 2) up to the convolution behind its
 * blocks: stages C2-C5 at stride 4, 8, 16 and 32. C5 is what that convolution makes.
 *
 * <p>Differs from torchvision: initial depthwise kernels have the variance of one filter's window, not of all filters' together,
 * which makes them vanish.
 *
 * <p>Parameters are named as torchvision names them: {@code features.0.0}, {@code features.0.1}, {@code features.4.block.2.fc1},
 * whatever the norm.
 */
public final class MobileNetV3 implements Backbone {
    /** Of the two networks. */
    public enum Variant {
        LARGE,
        SMALL
    }

    /** Which map of stride 16 is C4. */
    public enum Middle {
        /** What the last block of that stride makes. */
        OUTPUT,
        /** What the next block widens it to, as SSDlite takes it. */
        EXPANSION
    }

    /**
     * Makes a MobileNetV3.
     *
     * @param variant of the two networks
     * @param reducedTail whether C5 and the maps before it have half as many channels
     * @param middle which map of stride 16 is C4
     * @param width multiplies every number of channels, rounded to a multiple of 8
     * @param norm after every convolution but those that make factors
     * @param freezeAt number of leading parts whose parameters do not change: 1 the stem with what has its stride, 2 with C2, ... 5
     *     all
     */
    @JsonTypeName("mobilenet_v3")
    @AutoService(BackboneConfig.class)
    public record Config(
            Variant variant,
            boolean reducedTail,
            Middle middle,
            @Range(min = 0.125, max = 8) double width,
            NormConfig norm,
            @Range(min = 0, max = 5) int freezeAt)
            implements BackboneConfig {
        /** The defaults. */
        public Config() {
            this(Variant.LARGE, false, Middle.OUTPUT, 1, new Norms.Batch(1e-3, 0.01), 0);
        }

        public Config {
            FieldChecks.of(Config.class)
                    .bounds("width", width)
                    .bounds("freezeAt", freezeAt)
                    .done();
        }

        @Override
        public MobileNetV3 create() {
            return new MobileNetV3(this);
        }
    }

    /**
     * An inverted residual block.
     *
     * @param level the stage that it is part of
     * @param wide channels within it
     * @param out channels that it makes
     * @param scaled whether channels get factors of their means
     * @param hard whether it activates by hard swish; otherwise by ReLU
     */
    private record Block(int level, int kernel, int wide, int out, boolean scaled, boolean hard, int stride) {}

    private static final List<Block> LARGE = List.of(
            new Block(1, 3, 16, 16, false, false, 1),
            new Block(2, 3, 64, 24, false, false, 2),
            new Block(2, 3, 72, 24, false, false, 1),
            new Block(3, 5, 72, 40, true, false, 2),
            new Block(3, 5, 120, 40, true, false, 1),
            new Block(3, 5, 120, 40, true, false, 1),
            new Block(4, 3, 240, 80, false, true, 2),
            new Block(4, 3, 200, 80, false, true, 1),
            new Block(4, 3, 184, 80, false, true, 1),
            new Block(4, 3, 184, 80, false, true, 1),
            new Block(4, 3, 480, 112, true, true, 1),
            new Block(4, 3, 672, 112, true, true, 1),
            new Block(5, 5, 672, 160, true, true, 2),
            new Block(5, 5, 960, 160, true, true, 1),
            new Block(5, 5, 960, 160, true, true, 1));

    private static final List<Block> SMALL = List.of(
            new Block(2, 3, 16, 16, true, false, 2),
            new Block(3, 3, 72, 24, false, false, 2),
            new Block(3, 3, 88, 24, false, false, 1),
            new Block(4, 5, 96, 40, true, true, 2),
            new Block(4, 5, 240, 40, true, true, 1),
            new Block(4, 5, 240, 40, true, true, 1),
            new Block(4, 5, 120, 48, true, true, 1),
            new Block(4, 5, 144, 48, true, true, 1),
            new Block(5, 5, 288, 96, true, true, 2),
            new Block(5, 5, 576, 96, true, true, 1),
            new Block(5, 5, 576, 96, true, true, 1));

    private static final int STEM = 16; // channels
    private static final int LAST = 6; // times as many channels has C5 as the last block
    private static final int TAIL = 5; // level whose channels are halved in a reduced tail
    private static final int MIDDLE = 4;
    private static final double REDUCED = 4; // times as many channels has a map as what its factors are made of

    private static final SqueezeExcite FACTORS =
            new SqueezeExcite("fc1", "fc2", Activation.RELU, Activation.HARD_SIGMOID);

    private final Config config;
    private final List<Block> blocks; // with the channels that this one has
    private final PyramidSpec outputs;

    private MobileNetV3(Config config) {
        this.config = config;
        List<Block> table = config.variant() == Variant.LARGE ? LARGE : SMALL;
        this.blocks = table.stream().map(this::scaled).toList();
        List<LevelSpec> levels = new ArrayList<>();
        for (int level = 2; level < TAIL; level++) {
            levels.add(new LevelSpec(level, lastOf(level).out()));
        }
        if (config.middle() == Middle.EXPANSION) {
            levels.set(MIDDLE - 2, new LevelSpec(MIDDLE, firstOf(TAIL).wide()));
        }
        levels.add(new LevelSpec(TAIL, LAST * lastOf(TAIL).out()));
        this.outputs = new PyramidSpec("C", levels);
        checkGroups();
    }

    /** In a reduced tail the first block's inner channels stay, because they are the map's before it. */
    private Block scaled(Block block) {
        boolean halved = config.reducedTail() && block.level() == TAIL;
        int wide = halved && block.stride() == 1 ? block.wide() / 2 : block.wide();
        int out = halved ? block.out() / 2 : block.out();
        return new Block(
                block.level(),
                block.kernel(),
                channels(wide),
                channels(out),
                block.scaled(),
                block.hard(),
                block.stride());
    }

    private int channels(int full) {
        return RoundedChannels.of(full * config.width());
    }

    private Block lastOf(int level) {
        return blocks.stream()
                .filter(block -> block.level() == level)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private Block firstOf(int level) {
        return blocks.stream()
                .filter(block -> block.level() == level)
                .findFirst()
                .orElseThrow();
    }

    /** Group norm needs a number of groups that divides every number of channels. */
    private void checkGroups() {
        if (config.norm() instanceof Norms.Group group) {
            List<Integer> widths = new ArrayList<>(List.of(channels(STEM)));
            blocks.forEach(block -> widths.addAll(List.of(block.wide(), block.out())));
            new FieldChecks()
                    .require(
                            widths.stream().allMatch(width -> width % group.groups() == 0),
                            "norm.groups",
                            group.groups(),
                            "must divide the number of channels of the stem and within and behind every block "
                                    + widths)
                    .done();
        }
    }

    @Override
    public PyramidSpec outputs() {
        return outputs;
    }

    @Override
    public Pyramid build(Graph graph, Tensor images) {
        Graph features = graph.scope("features");
        Graph stem = features.scope("0");
        Tensor x = unit(stem, convolution(3, channels(STEM), 3).stride(2), Activation.HARD_SWISH, isTrained(1), images);
        List<Tensor> stages = new ArrayList<>();
        int level = 1;
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            Graph scope = features.scope(String.valueOf(i + 1)).scope("block");
            Tensor wide = widened(scope, block, x);
            if (block.level() > level && level >= 2) {
                stages.add(level == MIDDLE && config.middle() == Middle.EXPANSION ? wide : x);
            }
            level = block.level();
            x = narrowed(scope, block, x, wide);
        }
        Graph last = features.scope(String.valueOf(blocks.size() + 1));
        int out = outputs.level(TAIL).channels();
        stages.add(unit(last, convolution(x.shape().channels(), out, 1), Activation.HARD_SWISH, isTrained(TAIL), x));
        return new Pyramid(outputs, stages);
    }

    private boolean isTrained(int level) {
        return config.freezeAt() < level;
    }

    private static Conv2d convolution(int in, int out, int kernel) {
        return Conv2d.of(in, out, kernel).weights(new Initializer.HeNormal(Initializer.Fan.OUT));
    }

    private static boolean isWidened(Block block, Tensor x) {
        return block.wide() != x.shape().channels();
    }

    private static Activation activation(Block block) {
        return block.hard() ? Activation.HARD_SWISH : Activation.RELU;
    }

    private Tensor widened(Graph scope, Block block, Tensor x) {
        Conv2d expand = convolution(x.shape().channels(), block.wide(), 1);
        return isWidened(block, x) ? unit(scope.scope("0"), expand, activation(block), isTrained(block.level()), x) : x;
    }

    /** What follows within a block on its widened map; its parts are numbered. */
    private Tensor narrowed(Graph scope, Block block, Tensor x, Tensor wide) {
        boolean trained = isTrained(block.level());
        int part = isWidened(block, x) ? 1 : 0;
        Conv2d filters = Conv2d.of(block.wide(), block.wide(), block.kernel())
                .depthwise()
                .stride(block.stride())
                .weights(new Initializer.HeNormal(Initializer.Fan.IN));
        Tensor y = unit(scope.scope(String.valueOf(part)), filters, activation(block), trained, wide);
        part++;
        if (block.scaled()) {
            y = FACTORS.apply(
                    scope.scope(String.valueOf(part)), y, RoundedChannels.of(block.wide() / REDUCED), trained);
            part++;
        }
        Conv2d project = convolution(block.wide(), block.out(), 1);
        y = unit(scope.scope(String.valueOf(part)), project, Activation.NONE, trained, y);
        boolean isResidual = block.stride() == 1 && block.out() == x.shape().channels();
        return isResidual ? scope.add(y, x) : y;
    }

    /** Convolution {@code 0}, norm {@code 1}, activation. */
    private Tensor unit(Graph scope, Conv2d convolution, Activation activation, boolean trainable, Tensor x) {
        Tensor y = convolution
                .bias(config.norm().convolutionBias())
                .trainable(trainable)
                .declare(scope.scope("0"))
                .apply(scope, x);
        y = config.norm()
                .declare(scope.scope("1"), convolution.out(), trainable)
                .apply(scope, y);
        return scope.activate(activation, y);
    }
}
