package org.fpn4j.core.merging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values by the paper's rules and the answers of its authors to reports (ZFTurbo/Weighted-Boxes-Fusion, 34, 38, 40, 44). */
class WeightedBoxesFusionTest {
    private static final WeightedBoxesFusion HALF = new WeightedBoxesFusion(0.5, 0);

    private static ScoredBox box(int label, double score, double... corners) {
        return new ScoredBox(label, score, corners[0], corners[1], corners[2], corners[3]);
    }

    private static void assertFused(FusedBox fused, int boxes, int label, double score, double... corners) {
        ScoredBox box = fused.box();
        assertThat(fused.boxes()).isEqualTo(boxes);
        assertThat(box.label()).isEqualTo(label);
        assertThat(new double[] {box.score(), box.x1(), box.y1(), box.x2(), box.y2()})
                .containsExactly(new double[] {score, corners[0], corners[1], corners[2], corners[3]}, within(1e-12));
    }

    @Test
    void aBoxThatOneOfTwoDrewKeepsHalfItsScore() {
        List<FusedBox> fused = new WeightedBoxesFusion(0.55, 0)
                .fuse(List.of(
                        List.of(box(0, 0.9, 10, 10, 50, 50), box(0, 0.4, 100, 100, 140, 150)),
                        List.of(box(0, 0.7, 12, 9, 54, 52), box(1, 0.8, 10, 10, 50, 50))));

        assertThat(fused).hasSize(3);
        assertFused(fused.get(0), 2, 0, 0.8, 10.875, 9.5625, 51.75, 50.875);
        assertFused(fused.get(1), 1, 1, 0.4, 10, 10, 50, 50);
        assertFused(fused.get(2), 1, 0, 0.2, 100, 100, 140, 150);
    }

    @Test
    void weightsCountForCornersAndScore() {
        List<FusedBox> fused = HALF.fuse(
                List.of(
                        List.of(box(0, 0.9, 10, 10, 50, 50)),
                        List.of(box(0, 0.6, 14, 12, 54, 55)),
                        List.of(box(0, 0.5, 11, 8, 49, 52))),
                List.of(2.0, 1.0, 1.0));

        assertThat(fused).hasSize(1);
        assertFused(fused.get(0), 3, 0, 0.725, 11, 29.2 / 2.9, 146.9 / 2.9, 149 / 2.9);
    }

    @Test
    void theScaleOfWeightsDoesNotMatter() {
        List<FusedBox> fused =
                HALF.fuse(Collections.nCopies(5, List.of(box(0, 1, 0, 0, 10, 10))), Collections.nCopies(5, 0.2));

        assertThat(fused).hasSize(1);
        assertFused(fused.get(0), 5, 0, 1, 0, 0, 10, 10);
    }

    @Test
    void whatIsUnsureOrHasNoAreaIsLeftOut() {
        List<FusedBox> fused = new WeightedBoxesFusion(0.5, 0.5)
                .fuse(List.of(
                        List.of(box(0, 0.9, 10, 10, 50, 50), box(0, 0.9, 10, 10, 10, 50)),
                        List.of(box(0, 0.49, 11, 10, 50, 51), box(0, 0.5, 12, 12, 50, 50))));

        assertThat(fused).hasSize(1);
        assertFused(fused.get(0), 2, 0, 0.7, 15 / 1.4, 15 / 1.4, 50, 50);
    }

    @Test
    void aVoterWithTwoBoxesInAClusterCountsOnce() {
        List<FusedBox> fused = HALF.fuse(
                List.of(
                        List.of(box(0, 1, 0.1, 0.1, 0.2, 0.2), box(0, 1, 0.1, 0.1, 0.2, 0.2)),
                        List.of(box(0, 0.5, 0.3, 0.3, 0.4, 0.4))),
                List.of(2.0, 1.0));

        assertThat(fused).hasSize(2);
        assertFused(fused.get(0), 2, 0, 2.0 / 3, 0.1, 0.1, 0.2, 0.2);
        assertThat(fused.get(0).voters()).isEqualTo(1);
        assertFused(fused.get(1), 1, 0, 0.5 / 3, 0.3, 0.3, 0.4, 0.4);
    }

    @Test
    void aVoterWithoutWeightIsAsIfItWereNotThere() {
        List<FusedBox> fused = HALF.fuse(
                List.of(List.of(box(0, 0.6, 0, 0, 10, 10)), List.of(box(0, 0.9, 1, 1, 9, 9))), List.of(1.0, 0.0));

        assertThat(fused).hasSize(1);
        assertFused(fused.get(0), 1, 0, 0.6, 0, 0, 10, 10);
    }

    @Test
    void aBoxJoinsTheClusterThatItOverlapsMost() {
        List<FusedBox> fused = HALF.fuse(List.of(
                List.of(box(0, 0.9, 0, 0, 10, 10), box(0, 0.8, 4, 0, 14, 10)), List.of(box(0, 0.1, 3, 0, 13, 10))));

        assertThat(fused).hasSize(2); // 7/13 of the first, 9/11 of the second
        assertThat(fused).filteredOn(one -> one.box().x1() > 1).singleElement().satisfies(one -> assertThat(one.boxes())
                .isEqualTo(2));
    }

    @Test
    void boxesWithoutScoresAreTheirMean() {
        List<FusedBox> fused = HALF.fuse(List.of(List.of(box(0, 0, 0, 0, 10, 10)), List.of(box(0, 0, 2, 0, 12, 10))));

        assertThat(fused).hasSize(1);
        assertFused(fused.get(0), 2, 0, 0, 1, 0, 11, 10);
    }

    @Test
    void whereNobodyDrewAnythingThereIsNothing() {
        assertThat(HALF.fuse(List.of())).isEmpty();
        assertThat(HALF.fuse(List.of(List.of(), List.of()))).isEmpty();
    }

    @Test
    void weightsMustFitTheVoters() {
        List<List<ScoredBox>> one = List.of(List.of());
        List<Double> negative = List.of(-1.0);
        List<Double> two = List.of(1.0, 1.0);

        assertThatThrownBy(() -> HALF.fuse(one, two)).hasMessageContaining("weights[1.0, 1.0]");
        assertThatThrownBy(() -> HALF.fuse(one, negative)).hasMessageContaining("none negative");
        assertThatThrownBy(() -> new WeightedBoxesFusion(1.5, 0)).hasMessageContaining("overlap[1.5]");
    }
}
