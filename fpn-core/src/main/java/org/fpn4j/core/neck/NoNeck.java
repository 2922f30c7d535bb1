package org.fpn4j.core.neck;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;

/**
 * The backbone's stages as levels, which do not know of each other: SSD's pyramid (arXiv:1512.02325v5, section 2.1). Levels keep
 * the channels of their stages, so heads whose levels share parameters need another neck.
 */
public final class NoNeck implements NeckBlock {
    /** Makes it; there is nothing to choose. */
    @JsonTypeName("none")
    @AutoService(NeckConfig.class)
    public record Config() implements NeckConfig {
        @Override
        public NoNeck create(PyramidSpec inputs) {
            return new NoNeck(inputs);
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
