package org.fpn4j.core.pyramid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.NoSuchElementException;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.junit.jupiter.api.Test;

class PyramidTest {
    private static final PyramidSpec C3_TO_C5 =
            new PyramidSpec("C", List.of(new LevelSpec(3, 6), new LevelSpec(4, 10), new LevelSpec(5, 12)));

    private static Tensor map(int channels, int size) {
        return new CostGraph().input("x", Shape.of(1, channels, size, size));
    }

    @Test
    void aLevelsStrideIsAPowerOfTwo() {
        assertThat(new LevelSpec(3, 1).stride()).isEqualTo(8);
        assertThat(new LevelSpec(0, 1).stride()).isEqualTo(1);
    }

    @Test
    void namesItsLevelsFinestFirst() {
        assertThat(C3_TO_C5.names()).containsExactly("C3", "C4", "C5");
        assertThat(C3_TO_C5).hasToString("[C3:6, C4:10, C5:12]");
        assertThat(C3_TO_C5.range(4, 5)).hasToString("[C4:10, C5:12]");
        assertThat(PyramidSpec.uniform("P", 3, 5, 8)).hasToString("[P3:8, P4:8, P5:8]");
    }

    @Test
    void refusesNonContiguousLevels() {
        assertThatThrownBy(() -> new PyramidSpec("P", List.of(new LevelSpec(3, 1), new LevelSpec(5, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("levels[3, 5] must be contiguous, finest first");
        assertThatThrownBy(() -> new PyramidSpec("P", List.of(new LevelSpec(4, 1), new LevelSpec(3, 1))))
                .hasMessage("levels[4, 3] must be contiguous, finest first");
        assertThatThrownBy(() -> new PyramidSpec("P", List.of())).hasMessage("a pyramid needs at least one level");
    }

    @Test
    void refusesLevelsThatCannotBe() {
        assertThatThrownBy(() -> new LevelSpec(17, 1)).hasMessage("level[17] must be between 0 and 16");
        assertThatThrownBy(() -> new LevelSpec(3, 0)).hasMessage("level[3] channels[0] must be >= 1");
    }

    @Test
    void refusesALevelThatItDoesNotHave() {
        assertThatThrownBy(() -> C3_TO_C5.level(2))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("level[C2] is not in [C3, C4, C5]");
        assertThatThrownBy(() -> C3_TO_C5.range(3, 6)).hasMessage("level[C6] is not in [C3, C4, C5]");
    }

    @Test
    void holdsOneTensorPerLevel() {
        List<Tensor> maps = List.of(map(6, 16), map(10, 8), map(12, 4));
        Pyramid pyramid = new Pyramid(C3_TO_C5, maps);

        assertThat(pyramid.level(4)).isSameAs(maps.get(1));
        assertThat(pyramid.range(4, 5).tensors()).containsExactly(maps.get(1), maps.get(2));
    }

    @Test
    void refusesTensorsOfAnotherSpec() {
        assertThatThrownBy(() -> new Pyramid(C3_TO_C5, List.of(map(6, 16), map(10, 8))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("levels[C3, C4, C5] need as many tensors, got [2]");
        assertThatThrownBy(() -> new Pyramid(C3_TO_C5, List.of(map(6, 16), map(11, 8), map(12, 4))))
                .hasMessage("level[C4]: expected 10 channels, got [1, 11, 8, 8]");
    }
}
