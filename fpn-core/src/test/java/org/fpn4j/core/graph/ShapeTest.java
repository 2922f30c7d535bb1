package org.fpn4j.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShapeTest {
    @Test
    void ofNothingThereAreNoValues() {
        assertThat(Shape.of(0, 4).size()).isZero();
        assertThat(Shape.of(0, 4)).hasToString("[0, 4]");
        assertThat(Shape.of().size()).as("a scalar").isOne();
    }

    @Test
    void negativeDimensionsAreRefused() {
        assertThatThrownBy(() -> Shape.of(2, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shape[2, -1] has a dimension below 0");
    }
}
