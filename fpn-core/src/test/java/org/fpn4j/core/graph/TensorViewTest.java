package org.fpn4j.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TensorViewTest {
    private static final TensorView VIEW = TensorView.of(0, 1, 2, 3, 4, 5);

    @Test
    void partsShareTheValuesOfTheWhole() {
        TensorView part = VIEW.part(1, 4).part(2, 2);

        assertThat(part.size()).isEqualTo(2);
        assertThat(part.toArray()).containsExactly(3, 4);
    }

    @Test
    void stretchesAreCopiedToTheirPlace() {
        float[] target = {9, 9, 9, 9};

        VIEW.part(2, 4).read(1, target, 1, 2);

        assertThat(target).containsExactly(9, 3, 4, 9);
    }

    @Test
    void nothingBeyondAPartCanBeRead() {
        TensorView part = VIEW.part(1, 3);

        assertThatThrownBy(() -> part.read(2, new float[2], 0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> part.part(0, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> VIEW.part(-1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> VIEW.read(6, new float[1], 0, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void partsMayBeEmpty() {
        assertThat(VIEW.part(6, 0).toArray()).isEmpty();
    }
}
