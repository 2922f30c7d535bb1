package org.fpn4j.core.neck;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;

/**
 * The backbone's stages as levels, which do not know of each other: SSD's pyramid (arXiv:1512.02325v5, section 2.1). Levels keep
 * the channels of their stages, so heads whose levels share parameters need another neck.
 */
public final class NoNeck implements NeckBlock {
    /**
     * Makes it.
     *
     * @param minLevel finest level; 0 for the backbone's
     * @param maxLevel coarsest level; 0 for the backbone's
     */
    @JsonTypeName("none")
    @AutoService(NeckConfig.class)
    public record Config(@Range(min = 0, max = 16) int minLevel, @Range(min = 0, max = 16) int maxLevel)
            implements NeckConfig {
        /** All stages. */
        public Config() {
            this(0, 0);
        }

        public Config {
            FieldChecks.of(Config.class)
                    .bounds("minLevel", minLevel)
                    .bounds("maxLevel", maxLevel)
                    .require(
                            maxLevel == 0 || minLevel <= maxLevel,
                            "maxLevel",
                            maxLevel,
                            "must not be below min_level[" + minLevel + "]")
                    .done();
        }

        @Override
        public NoNeck create(PyramidSpec inputs) {
            return new NoNeck(LevelRange.of(
                    inputs,
                    minLevel == 0 ? inputs.finest().level() : minLevel,
                    maxLevel == 0 ? inputs.coarsest().level() : maxLevel));
        }
    }

    private final PyramidSpec stages;

    private NoNeck(PyramidSpec stages) {
        this.stages = stages;
    }

    @Override
    public PyramidSpec outputs() {
        return new PyramidSpec("P", stages.levels());
    }

    @Override
    public Pyramid build(Graph graph, Pyramid features) {
        Pyramid given = LevelRange.of(features, stages);
        return new Pyramid(outputs(), given.tensors());
    }
}
