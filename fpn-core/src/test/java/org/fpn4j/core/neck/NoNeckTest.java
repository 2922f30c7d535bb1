package org.fpn4j.core.neck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.junit.jupiter.api.Test;

class NoNeckTest {
    private static final PyramidSpec STAGES =
            new PyramidSpec("C", List.of(new LevelSpec(3, 6), new LevelSpec(4, 10), new LevelSpec(5, 12)));

    @Test
    void levelsAreTheStagesThemselves() {
        CostGraph graph = new CostGraph();
        Pyramid stages = new Pyramid(
                STAGES,
                List.of(
                        graph.input("C3", Shape.of(1, 6, 8, 8)),
                        graph.input("C4", Shape.of(1, 10, 4, 4)),
                        graph.input("C5", Shape.of(1, 12, 2, 2))));

        Pyramid levels = new NoNeck.Config().create(STAGES).build(graph, stages);

        assertThat(levels.spec().names()).containsExactly("P3", "P4", "P5");
        assertThat(levels.tensors()).isEqualTo(stages.tensors());
        assertThat(graph.parameters()).isEmpty();
    }

    @Test
    void someStagesCanBeLeftOut() {
        assertThat(new NoNeck.Config(4, 0).create(STAGES).outputs().names()).containsExactly("P4", "P5");
        assertThat(new NoNeck.Config(0, 4).create(STAGES).outputs().names()).containsExactly("P3", "P4");
        assertThatThrownBy(() -> new NoNeck.Config(2, 5).create(STAGES))
                .hasMessageContaining("must be one of the backbone's levels [C3, C4, C5]");
        assertThatThrownBy(() -> new NoNeck.Config(5, 4)).hasMessageContaining("must not be below min_level[5]");
    }

    @Test
    void otherStagesThanItWasMadeForAreRefused() {
        CostGraph graph = new CostGraph();
        PyramidSpec one = new PyramidSpec("C", List.of(new LevelSpec(3, 6)));
        Pyramid stages = new Pyramid(one, List.of(graph.input("C3", Shape.of(1, 6, 8, 8))));

        assertThatThrownBy(() -> new NoNeck.Config().create(STAGES).build(graph, stages))
                .hasMessage("neck was made for stages [C3:6, C4:10, C5:12], got [C3:6]");
    }

    @Test
    void aNeckThatReachesAboveTheBackboneGetsNoUnpaddedLevels() {
        PyramidSpec above = PyramidSpec.uniform("P", 3, 7, 8);

        assertThat(new UnpaddedLevels().create(STAGES, above).outputs()).isEqualTo(above);
    }
}
