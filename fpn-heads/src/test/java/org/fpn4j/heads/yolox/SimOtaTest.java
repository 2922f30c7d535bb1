package org.fpn4j.heads.yolox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SimOtaTest {
    private static final SimOta TEN = new SimOta(10);

    @Test
    void countsAreTheWholePartsOfSumsOfOverlapsAndAtLeastOne() {
        float[][] overlaps = {{0.9f, 0.8f, 0.7f, 0.1f, 0, 0.05f}, {0.99f, 0.98f, 0.97f, 0, 0, 0}, {0.1f, 0, 0, 0, 0, 0}
        };

        assertThat(TEN.counts(overlaps)).containsExactly(2, 2, 1); // of 2.55, 2.94 and 0.1
    }

    @Test
    void onlyTheLargestOverlapsAreAddedUp() {
        float[][] overlaps = {{0.5f, 0.75f, 0.5f, 0.75f, 0.5f}};

        assertThat(new SimOta(2).counts(overlaps)).containsExactly(1);
        assertThat(TEN.counts(overlaps)).containsExactly(3);
    }

    @Test
    void countsAreNoMoreThanThereAreCells() {
        assertThat(TEN.counts(new float[][] {{1}, {0}})).containsExactly(1, 1);
        assertThat(TEN.counts(new float[][] {{}})).containsExactly(0);
        assertThat(TEN.match(new double[][] {{}}, new float[][] {{}}, 0)).isEmpty();
    }

    @Test
    void objectsTakeTheirCheapestCellsAndAContestedOneIsThatOfTheCheapestObject() {
        double[][] costs = {
            {0.3, 0.5, 0.8, 4, 6, 5},
            {2.5, 0.45, 0.9, 1.0, 3, 4},
            {4.1, 0.7, 5, 5.5, 6, 4.9}
        };
        float[][] overlaps = {
            {0.9f, 0.8f, 0.7f, 0.1f, 0, 0.05f},
            {0.3f, 0.85f, 0.6f, 0.55f, 0.2f, 0.1f},
            {0.05f, 0.82f, 0.02f, 0.01f, 0, 0.03f}
        };

        // all three take the second cell, and the third object is left with none
        assertThat(TEN.match(costs, overlaps, 6)).containsExactly(0, 1, 1, -1, -1, -1);
    }

    @Test
    void aContestedCellMayGoToAnObjectThatDidNotTakeIt() {
        double[][] costs = {{3, 9}, {3, 9}, {2, 1}};
        float[][] overlaps = {{0.5f, 0}, {0.5f, 0}, {0, 0.5f}};

        assertThat(TEN.match(costs, overlaps, 2)).containsExactly(2, 2);
    }

    @Test
    void ofEqualCostsTheFirstCellAndTheFirstObjectCount() {
        double[][] costs = {{1, 1, 1}, {1, 1, 1}};
        float[][] overlaps = {{1, 1, 0}, {1, 0, 0}};

        assertThat(TEN.match(costs, overlaps, 3)).containsExactly(0, 0, -1);
    }

    @Test
    void whatIsNotANumberIsTakenLast() {
        double[][] costs = {{Double.NaN, 5, Double.POSITIVE_INFINITY}};
        float[][] overlaps = {{Float.NaN, 0, 0}};

        assertThat(TEN.match(costs, overlaps, 3)).containsExactly(-1, 0, -1);
    }

    @Test
    void withoutObjectsNoCellHasOne() {
        assertThat(TEN.match(new double[0][], new float[0][], 3)).containsExactly(-1, -1, -1);
    }
}
