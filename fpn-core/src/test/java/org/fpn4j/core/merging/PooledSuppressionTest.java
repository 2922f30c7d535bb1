package org.fpn4j.core.merging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The first by torchvision's nms, the others by hand. */
class PooledSuppressionTest {
    private static final PooledSuppression HALF = new PooledSuppression(0.5, 100);

    private static ScoredBox box(int label, double score, double x1, double y1, double x2, double y2) {
        return new ScoredBox(label, score, x1, y1, x2, y2);
    }

    @Test
    void anOverlapOfAThirdIsNotTheSameObject() {
        List<Integer> kept = HALF.kept(List.of(
                box(0, 0.9, 30, 10, 48, 30),
                box(0, 0.4, 5, 5, 15, 15),
                box(0, 0.8, 36, 10, 56, 30),
                box(0, 0.3, 36, 2, 45, 12)));

        assertThat(kept).containsExactly(0, 2, 1, 3);
    }

    @Test
    void anObjectOfTwoTilesIsThereOnceInEachClass() {
        List<Integer> kept = HALF.kept(List.of(
                box(0, 0.6, 30, 10, 48, 30),
                box(0, 0.8, 31, 10, 49, 30),
                box(1, 0.7, 30, 10, 48, 30),
                box(1, 0.5, 30, 10, 48, 30)));

        assertThat(kept).containsExactly(1, 2);
    }

    @Test
    void anOverlapThatIsTheThresholdIsTolerated() {
        List<ScoredBox> boxes = List.of(box(0, 0.9, 0, 0, 10, 10), box(0, 0.8, 0, 0, 10, 5));

        assertThat(HALF.kept(boxes)).containsExactly(0, 1);
        assertThat(new PooledSuppression(0.4999, 100).kept(boxes)).containsExactly(0);
    }

    @Test
    void ofEqualScoresTheEarlierBoxStays() {
        List<Integer> kept = HALF.kept(List.of(box(0, 0.5, 0, 0, 10, 10), box(0, 0.5, 0, 1, 10, 11)));

        assertThat(kept).containsExactly(0);
    }

    @Test
    void aBoxWithoutAreaSuppressesNothingAndDoesNotStay() {
        List<Integer> kept = HALF.kept(List.of(box(0, 0.9, 5, 5, 5, 9), box(0, 0.5, 0, 0, 10, 10)));

        assertThat(kept).containsExactly(1);
    }

    @Test
    void noMoreStayThanAreWanted() {
        List<ScoredBox> boxes = List.of(box(0, 0.1, 0, 0, 1, 1), box(0, 0.9, 5, 5, 6, 6), box(1, 0.5, 0, 0, 1, 1));

        assertThat(new PooledSuppression(0.5, 2).kept(boxes)).containsExactly(1, 2);
    }

    @Test
    void refusesAThresholdThatIsNoShare() {
        assertThatThrownBy(() -> new PooledSuppression(1.5, 1))
                .hasMessage("overlap[1.5] must lie in [0, 1] and most[1] be >= 0");
    }
}
