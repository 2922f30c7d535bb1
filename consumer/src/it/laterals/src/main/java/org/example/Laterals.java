package org.example;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.ConvBlock;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.neck.LevelRange;
import org.fpn4j.core.neck.NeckBlock;
import org.fpn4j.core.neck.NeckConfig;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;

/** A 1x1 convolution on every stage, and no way from one level to another: what a pyramid has to beat. */
public final class Laterals implements NeckBlock {
    /** Makes the neck. */
    public record Config(int outChannels, int minLevel, int maxLevel, NormConfig norm) implements NeckConfig {
        @Override
        public Laterals create(PyramidSpec stages) {
            return new Laterals(this, LevelRange.of(stages, minLevel, maxLevel));
        }
    }

    private final Config config;
    private final PyramidSpec stages;

    private Laterals(Config config, PyramidSpec stages) {
        this.config = config;
        this.stages = stages;
    }

    @Override
    public PyramidSpec outputs() {
        return PyramidSpec.uniform("P", config.minLevel(), config.maxLevel(), config.outChannels());
    }

    @Override
    public Pyramid build(Graph graph, Pyramid features) {
        Pyramid taken = LevelRange.of(features, stages);
        List<Tensor> levels = new ArrayList<>();
        for (LevelSpec level : stages.levels()) {
            Conv2d projection = Conv2d.of(level.channels(), config.outChannels(), 1);
            levels.add(new ConvBlock(projection, config.norm(), Activation.NONE)
                    .declare(graph.scope(outputs().name(level.level())))
                    .apply(graph, taken.level(level.level())));
        }
        return new Pyramid(outputs(), levels); // [N, out, H_l, W_l] each
    }
}
