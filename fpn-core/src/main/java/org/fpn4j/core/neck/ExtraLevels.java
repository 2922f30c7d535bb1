package org.fpn4j.core.neck;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;

/**
 * The ways to get levels above a neck's coarsest one. A neck that makes levels above the backbone's itself, as BiFPN does,
 * gets no others, whichever way is chosen.
 */
public final class ExtraLevels {
    private ExtraLevels() {}

    /** No extra levels. */
    @JsonTypeName("none")
    @AutoService(ExtraLevelsConfig.class)
    public record None() implements ExtraLevelsConfig {
        @Override
        public ExtraLevelsBlock create(PyramidSpec features, PyramidSpec pyramid) {
            return new Block(pyramid, 0, (graph, stages, levels) -> List.of());
        }
    }

    /**
     * Levels by max pooling with a window of 1 and stride 2, the first from the neck's coarsest level and each from the one
     * before: every second cell. One is the P6 of Faster R-CNN with FPN (arXiv:1612.03144v2, footnote to section 4.1) and
     * detectron2's; mmdetection's FPN without extra convolutions makes as many as are asked for.
     *
     * @param count number of levels
     */
    @JsonTypeName("last_level_maxpool")
    @AutoService(ExtraLevelsConfig.class)
    public record LastLevelMaxPool(@Range(min = 1, max = 4) int count) implements ExtraLevelsConfig {
        /** P6 alone. */
        public LastLevelMaxPool() {
            this(1);
        }

        public LastLevelMaxPool {
            FieldChecks.of(LastLevelMaxPool.class).bounds("count", count).done();
        }

        @Override
        public ExtraLevelsBlock create(PyramidSpec features, PyramidSpec pyramid) {
            if (reachesAbove(features, pyramid)) {
                return new None().create(features, pyramid);
            }
            return new Block(pyramid, count, (graph, stages, levels) -> {
                List<Tensor> added = new ArrayList<>();
                Tensor last = levels.level(pyramid.coarsest().level());
                for (int i = 0; i < count; i++) {
                    last = graph.apply(new Operation.MaxPool(1, 2, Padding.NONE), last);
                    added.add(last);
                }
                return added;
            });
        }
    }

    /** Which map the first extra level is made of. */
    public enum Source {
        /** The backbone's coarsest stage. */
        C5,
        /** The neck's coarsest level. */
        P5
    }

    /**
     * Two levels by 3x3 convolutions of stride 2, the second on the rectified first (arXiv:1708.02002v2, section 4):
     * {@code P6 = conv(source)}, {@code P7 = conv(relu(P6))}. Above a neck that ends at another level than P5 they are
     * the two next ones.
     *
     * @param source {@code p5} as in FCOS and torchvision's first RetinaNet; {@code c5} as in RetinaNet's paper, detectron2,
     *     mmdetection and torchvision's second RetinaNet
     * @param relu rectifies P6 before P7; mmdetection's RetinaNet leaves it out
     */
    @JsonTypeName("last_level_p6p7")
    @AutoService(ExtraLevelsConfig.class)
    public record LastLevelP6P7(Source source, boolean relu) implements ExtraLevelsConfig {
        /** torchvision's first RetinaNet, and FCOS. */
        public LastLevelP6P7() {
            this(Source.P5, true);
        }

        @Override
        public ExtraLevelsBlock create(PyramidSpec features, PyramidSpec pyramid) {
            if (reachesAbove(features, pyramid)) {
                return new None().create(features, pyramid);
            }
            LevelSpec from = source == Source.C5 ? features.coarsest() : pyramid.coarsest();
            int first = pyramid.coarsest().level() + 1;
            int channels = pyramid.coarsest().channels();
            new FieldChecks()
                    .require(
                            from.level() == first - 1,
                            "source",
                            "c5",
                            "must be at the neck's coarsest level " + pyramid.name(first - 1)
                                    + ", but the backbone's coarsest is " + features.name(from.level()))
                    .done();
            return new Block(pyramid, 2, (graph, stages, levels) -> {
                Tensor x = source == Source.C5 ? stages.level(from.level()) : levels.level(from.level());
                Conv2d one = Conv2d.of(from.channels(), channels, 3).stride(2);
                Conv2d two = Conv2d.of(channels, channels, 3).stride(2);
                Tensor p6 = one.declare(graph.scope("p" + first)).apply(graph, x);
                Tensor rectified = relu ? graph.activate(Activation.RELU, p6) : p6;
                Tensor p7 = two.declare(graph.scope("p" + (first + 1))).apply(graph, rectified);
                return List.of(p6, p7);
            });
        }
    }

    /** Makes the added levels, finest first. */
    @FunctionalInterface
    private interface Adding {
        List<Tensor> add(Graph graph, Pyramid features, Pyramid pyramid);
    }

    private record Block(PyramidSpec pyramid, int count, Adding adding) implements ExtraLevelsBlock {
        @Override
        public PyramidSpec outputs() {
            List<LevelSpec> levels = new ArrayList<>(pyramid.levels());
            LevelSpec top = pyramid.coarsest();
            for (int i = 1; i <= count; i++) {
                levels.add(new LevelSpec(top.level() + i, top.channels()));
            }
            return new PyramidSpec(pyramid.prefix(), levels);
        }

        @Override
        public Pyramid build(Graph graph, Pyramid features, Pyramid levels) {
            List<Tensor> tensors = new ArrayList<>(levels.tensors());
            tensors.addAll(adding.add(graph, features, levels));
            return new Pyramid(outputs(), tensors);
        }
    }

    /**
     * True for a neck that makes levels above the backbone's coarsest stage itself, as BiFPN does: it needs no others, so
     * that a neck can be exchanged without touching anything else.
     */
    private static boolean reachesAbove(PyramidSpec features, PyramidSpec pyramid) {
        return pyramid.coarsest().level() > features.coarsest().level();
    }
}
