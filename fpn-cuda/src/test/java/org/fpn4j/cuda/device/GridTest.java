package org.fpn4j.cuda.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GridTest {
    @Test
    void rowsHaveAThreadForEachItem() {
        assertThat(Grid.rows(6, 1)).isEqualTo(new Grid(6, 1, 32, 1));
        assertThat(Grid.rows(6, 33)).isEqualTo(new Grid(6, 1, 64, 1));
        assertThat(Grid.rows(100_000, 257)).isEqualTo(new Grid(100_000, 2, 256, 1));
    }

    @Test
    void rowsOfMoreItemsThanAnAxisCountsStillHaveAGrid() {
        assertThat(Grid.rows(1, 20_000_000)).isEqualTo(new Grid(1, 65535, 256, 1));
    }

    @Test
    void sumsLeaveFewParts() {
        assertThat(Grid.forSums(1)).isEqualTo(new Grid(1, 1, 256, 1));
        assertThat(Grid.forSums(257)).isEqualTo(new Grid(2, 1, 256, 1));
        assertThat(Grid.forSums(1_000_000_000)).isEqualTo(new Grid(1024, 1, 256, 1));
    }
}
