package org.fpn4j.core.neck;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.config.problem.Count;
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
 * Levels by a 1x1 convolution to half of a level's channels, a depthwise one of stride 2, and a 1x1 convolution, each with norm and
 * activation: those of SSDlite (arXiv:1801.04381v4, section 6.2, and torchvision's). A neck that makes levels above the backbone's
 * gets no others.
 *
 * @param channels of each level, finest first
 * @param norm after every convolution
 * @param activation after every norm
 */
@JsonTypeName("separable")
@AutoService(ExtraLevelsConfig.class)
public record SeparableLevels(
        @Count(min = 1, max = 8) @Range(min = 2, max = 8192) List<Integer> channels,
        NormConfig norm,
        Activation activation)
        implements ExtraLevelsConfig {
    private static final Initializer NORMAL = new Initializer.Normal(0.03);

    /** torchvision's. */
    public SeparableLevels() {
        this(List.of(512, 256, 256, 128), new Norms.Batch(1e-3, 0.03), Activation.RELU6);
    }

    public SeparableLevels {
        channels = List.copyOf(channels);
        requireNonNull(norm, "norm is null");
        requireNonNull(activation, "activation is null");
        FieldChecks.of(SeparableLevels.class).bounds("channels", channels).done();
    }

    @Override
    public ExtraLevelsBlock create(PyramidSpec features, PyramidSpec pyramid) {
        return pyramid.coarsest().level() > features.coarsest().level()
                ? new ExtraLevels.None().create(features, pyramid)
                : new Block(this, pyramid);
    }

    private record Block(SeparableLevels config, PyramidSpec pyramid) implements ExtraLevelsBlock {
        @Override
        public PyramidSpec outputs() {
            List<LevelSpec> levels = new ArrayList<>(pyramid.levels());
            config.channels()
                    .forEach(width -> levels.add(new LevelSpec(
                            pyramid.coarsest().level()
                                    + 1
                                    + levels.size()
                                    - pyramid.levels().size(),
                            width)));
            return new PyramidSpec(pyramid.prefix(), levels);
        }

        @Override
        public Pyramid build(Graph graph, Pyramid features, Pyramid levels) {
            List<Tensor> tensors = new ArrayList<>(levels.tensors());
            for (LevelSpec level : outputs()
                    .levels()
                    .subList(tensors.size(), outputs().levels().size())) {
                Graph scope = graph.scope("p" + level.level());
                Tensor below = tensors.get(tensors.size() - 1);
                int half = level.channels() / 2;
                Tensor narrow =
                        unit(scope.scope("narrow"), Conv2d.of(below.shape().channels(), half, 1), below);
                Tensor halved = unit(
                        scope.scope("filter"),
                        Conv2d.of(half, half, 3).depthwise().stride(2),
                        narrow);
                tensors.add(unit(scope.scope("widen"), Conv2d.of(half, level.channels(), 1), halved));
            }
            return new Pyramid(outputs(), tensors);
        }

        private Tensor unit(Graph scope, Conv2d convolution, Tensor x) {
            Tensor y = convolution
                    .bias(config.norm().convolutionBias())
                    .weights(NORMAL)
                    .declare(scope)
                    .then(config.norm().declare(scope.scope("norm"), convolution.out()))
                    .apply(scope, x);
            return scope.activate(config.activation(), y);
        }
    }
}
