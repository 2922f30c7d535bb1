package org.fpn4j.core.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.fpn4j.core.decoding.Decoding.Measure;
import org.fpn4j.core.decoding.Decoding.Scores;
import org.junit.jupiter.api.Test;

class DecodingTest {
    @Test
    void scoresSayWhatTheyNeed() {
        assertThat(Scores.all(Measure.CLASS).useConfidence()).isFalse();
        assertThat(Scores.all(Measure.CLASS).ranksAnew()).isFalse();
        assertThat(Scores.all(Measure.PRODUCT).useConfidence()).isTrue();
        Scores anew = new Scores(Measure.CLASS, Measure.CLASS, Measure.PRODUCT);
        assertThat(anew.useConfidence()).isTrue();
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

    /** Two cells of the finest level and one above it, each of two classes, with boxes apart. */
    @Test
    void detectionsKnowTheirCellsAndLevels() {
        Decoding decoding = decoding(new Boxes.Distances(new float[] {1, 1, 5, 1, 1, 9}, new float[] {1, 1, 1}));
        RawOutputs outputs = RawOutputs.of(
                Map.of(Decoding.CLASS_LOGITS, new float[] {3, -9, -9, 2, 1, -9}, Decoding.BOX_DELTAS, new float[] {
                    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
                }));

        List<Located> all = decoding.locate(outputs, Wanted.ALL, level -> true);

        assertThat(all).extracting(Located::cell).containsExactly(0, 1, 2);
        assertThat(all).extracting(one -> decoding.level(one.cell())).containsExactly(0, 0, 1);
        assertThat(all).extracting(Located::detection).isEqualTo(decoding.decode(outputs, Wanted.ALL));
        assertThat(decoding.locate(outputs, Wanted.ALL, level -> level == 1))
                .extracting(Located::cell)
                .containsExactly(2);
        assertThat(decoding.locate(outputs, Wanted.ALL, level -> false)).isEmpty();
    }

    private static Decoding decoding(Boxes boxes) {
        return new Decoding(2, List.of(2, 3), 10, 20, Scores.all(Measure.CLASS), boxes, 0.5, 10, 10, 0.5, 10);
    }
}
