package org.fpn4j.core.neck;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.ArrayList;
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
 * Levels by a 1x1 and a 3x3 convolution without padding, each rectified: conv10 and conv11 of SSD300 (arXiv:1512.02325v5, figure
 * 2). A level is two cells smaller than the one before in both directions, from 5 to 3 to 1, so its stride is not twice as large:
 * for heads that ask how many cells a level has. A neck that makes levels above the backbone's gets no others.
 *
 * @param count number of levels
 * @param between channels of the 1x1 convolutions
 * @param channels of the levels
 */
@JsonTypeName("unpadded")
@AutoService(ExtraLevelsConfig.class)
public record UnpaddedLevels(
        @Range(min = 1, max = 4) int count,
        @Range(min = 1, max = 8192) int between,
        @Range(min = 1, max = 8192) int channels)
        implements ExtraLevelsConfig {
    private static final Initializer XAVIER = new Initializer.Uniform(6, Fan.SUM);

    /** SSD300's. */
    public UnpaddedLevels() {
        this(2, 128, 256);
    }

    public UnpaddedLevels {
        FieldChecks.of(UnpaddedLevels.class)
                .bounds("count", count)
                .bounds("between", between)
                .bounds("channels", channels)
                .done();
    }

    @Override
    public ExtraLevelsBlock create(PyramidSpec features, PyramidSpec pyramid) {
        return pyramid.coarsest().level() > features.coarsest().level()
                ? new ExtraLevels.None().create(features, pyramid)
                : new Block(this, pyramid);
    }

    private record Block(UnpaddedLevels config, PyramidSpec pyramid) implements ExtraLevelsBlock {
        @Override
        public PyramidSpec outputs() {
            List<LevelSpec> levels = new ArrayList<>(pyramid.levels());
            for (int i = 1; i <= config.count(); i++) {
                levels.add(new LevelSpec(pyramid.coarsest().level() + i, config.channels()));
            }
            return new PyramidSpec(pyramid.prefix(), levels);
        }

        @Override
        public Pyramid build(Graph graph, Pyramid features, Pyramid levels) {
            List<Tensor> tensors = new ArrayList<>(levels.tensors());
            for (int i = 1; i <= config.count(); i++) {
                Graph level = graph.scope("p" + (pyramid.coarsest().level() + i));
                Tensor below = tensors.get(tensors.size() - 1);
                Tensor narrow = convolution(level.scope("between"), below, config.between(), 1);
                tensors.add(convolution(level.scope("output"), narrow, config.channels(), 3));
            }
            return new Pyramid(outputs(), tensors);
        }

        private static Tensor convolution(Graph scope, Tensor x, int out, int kernel) {
            Tensor weight = scope.parameter(
                    "weight", Shape.of(out, x.shape().channels(), kernel, kernel), XAVIER, Role.WEIGHT, true);
            Tensor bias = scope.parameter("bias", Shape.of(out), new Initializer.Constant(0), Role.BIAS, true);
            Operation operation = new Operation.Convolution(1, Padding.NONE, 1);
            return scope.activate(Activation.RELU, scope.apply(operation, x, weight, bias));
        }
    }
}
