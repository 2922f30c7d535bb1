package org.fpn4j.core.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fpn4j.core.decoding.Decoding.Measure;
import org.fpn4j.core.decoding.Decoding.Scores;
import org.junit.jupiter.api.Test;

class DecodingTest {
    @Test
    void scoresSayWhatTheyNeed() {
        assertThat(Scores.all(Measure.CLASS).useCenterness()).isFalse();
        assertThat(Scores.all(Measure.CLASS).ranksAnew()).isFalse();
        assertThat(Scores.all(Measure.PRODUCT).useCenterness()).isTrue();
        Scores anew = new Scores(Measure.CLASS, Measure.CLASS, Measure.PRODUCT);
        assertThat(anew.useCenterness()).isTrue();
        assertThat(anew.ranksAnew()).isTrue();
        assertThat(new Scores(Measure.CLASS, Measure.PRODUCT, Measure.PRODUCT).ranksAnew())
                .isFalse();
    }

    @Test
    void onlyClassScoresCanBeRankedAnew() {
        assertThatThrownBy(() -> new Scores(Measure.CLASS, Measure.PRODUCT, Measure.ROOT_OF_PRODUCT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "candidates chosen by [PRODUCT] cannot be ranked by [ROOT_OF_PRODUCT]; only those chosen by "
                                + "[CLASS] can be ranked anew");
    }

    @Test
    void boxesCoverTheCellsOfAllLevels() {
        assertThat(decoding(new Boxes.Deltas(new float[12], 1, 1, 4)).cells()).isEqualTo(3);
        assertThatThrownBy(() -> decoding(new Boxes.Deltas(new float[8], 1, 1, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("boxes of [2] cells, levels of [3]");
        assertThatThrownBy(() -> new Boxes.Distances(new float[4], new float[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("[2] points have [1] units");
    }

    private static Decoding decoding(Boxes boxes) {
        return new Decoding(2, List.of(2, 3), 10, 20, Scores.all(Measure.CLASS), boxes, 0.5, 10, 0.5, 10);
    }
}
