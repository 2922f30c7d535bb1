package org.fpn4j.core.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AssignmentTest {
    /** Two levels of three cells and one, and between them one without cells. */
    private static final Assignment ASSIGNMENT = new Assignment(new int[] {1, -1, 1, 0}, new int[] {3, 3, 4});

    @Test
    void countsTheCellsOfEveryObject() {
        assertThat(ASSIGNMENT.cellsOf(3)).containsExactly(1, 2, 0);
    }

    @Test
    void countsThemByLevel() {
        List<ObjectFit> fits = ObjectFit.of(ASSIGNMENT, 3);

        assertThat(fits)
                .extracting(ObjectFit::cells)
                .containsExactly(List.of(0, 0, 1), List.of(2, 0, 0), List.of(0, 0, 0));
        assertThat(fits).extracting(ObjectFit::positives).containsExactly(1, 2, 0);
        assertThat(fits).noneMatch(ObjectFit::isOnlyLowQuality).noneMatch(ObjectFit::isAmbiguous);
    }

    @Test
    void showsCellsInTheOrderOfThePredictions() {
        List<List<Integer>> shown = new ArrayList<>();

        ASSIGNMENT.forEach((object, level, cell) -> shown.add(List.of(object, level, cell)));

        assertThat(shown).containsExactly(List.of(1, 0, 0), List.of(1, 0, 2), List.of(0, 2, 3));
    }

    @Test
    void anObjectWhoseCellsAllFitBadlyIsOfLowQuality() {
        assertThat(fit(List.of(2, 1), List.of(2, 1)).isOnlyLowQuality()).isTrue();
        assertThat(fit(List.of(2, 1), List.of(2, 0)).isOnlyLowQuality()).isFalse();
        assertThat(fit(List.of(0, 0), List.of(0, 0)).isOnlyLowQuality()).isFalse();
    }

    private static ObjectFit fit(List<Integer> cells, List<Integer> low) {
        return new ObjectFit(cells, low, List.of(), OptionalDouble.empty());
    }

    @Test
    void levelsThatDoNotCoverTheCellsAreRefused() {
        assertThatThrownBy(() -> new Assignment(new int[4], new int[] {3}))
                .hasMessage("levels end at cell[3], there are cells[4]");
        assertThatThrownBy(() -> new Assignment(new int[4], new int[] {3, 2, 4}))
                .hasMessage("end[2] of a level is below that of the one before it");
    }
}
