package org.fpn4j.data.survey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChosenImageTest {
    private static final SplitSurvey SPLIT = SurveyedSplit.train("nodule", "mass", "heart", "rib")
            .image(100, 100) // 1: nothing that others do not show better
            .box(2, 20, 20, 30, 30)
            .image(100, 100) // 2: the smallest
            .box(2, 20, 20, 4, 5)
            .image(100, 100) // 3: the largest
            .box(2, 0, 0, 90, 80)
            .image(100, 100) // 4: the most
            .box(2, 20, 20, 30, 30)
            .box(2, 60, 60, 30, 30)
            .image(100, 100) // 5: none
            .image(100, 100) // 6: two classes that are rare
            .box(0, 20, 20, 30, 30)
            .box(1, 60, 60, 30, 30)
            .image(100, 100) // 7: one of them
            .box(0, 20, 20, 30, 30)
            .survey();

    private static List<String> told(List<ChosenImage> chosen) {
        return chosen.stream()
                .map(each -> each.image().id() + " " + String.join("; ", each.reasons()))
                .toList();
    }

    @Test
    void sizesNumbersAndEveryClassAreShown() {
        assertThat(told(ChosenImage.of(SPLIT, 2, 10)))
                .containsExactly(
                        "2 the smallest object, 4 x 5 pixels",
                        "3 the largest object, 90 x 80 pixels",
                        "4 the most boxes, 2",
                        "5 no object",
                        "6 nodule, mass");
    }

    @Test
    void moreAreAddedWhereTheyAreFew() {
        assertThat(told(ChosenImage.of(SPLIT, 6, 10))).hasSize(6).endsWith("1 one of 7");
        assertThat(ChosenImage.of(SPLIT, 20, 20)).hasSize(7);
    }

    @Test
    void noMoreThanWantedAreChosen() {
        assertThat(ChosenImage.of(SPLIT, 2, 3)).hasSize(3);
    }

    @Test
    void oneImageIsEverything() {
        SplitSurvey one =
                SurveyedSplit.train("nodule").image(100, 100).box(0, 1, 1, 9, 9).survey();

        assertThat(told(ChosenImage.of(one, 4, 8)))
                .containsExactly("1 the smallest object, 9 x 9 pixels; the largest object, 9 x 9 pixels");
    }
}
