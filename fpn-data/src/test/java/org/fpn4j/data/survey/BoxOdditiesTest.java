package org.fpn4j.data.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fpn4j.data.survey.SurveyedSplit.kinds;

import java.util.List;
import org.fpn4j.data.survey.Suspicion.Kind;
import org.junit.jupiter.api.Test;

class BoxOdditiesTest {
    private static List<Suspicion> notFew(SurveyedSplit split) {
        return split.suspicions().stream()
                .filter(suspicion -> suspicion.kind() != Kind.FEW_OBJECTS)
                .toList();
    }

    @Test
    void labelsOfImagesAreSuspected() {
        SurveyedSplit split = SurveyedSplit.train("pneumonia", "heart");
        for (int image = 0; image < 5; image++) {
            split.image(100, 80).box(0, 0, 0, 100, 80).box(1, 30, 20 + image, 20, 30);
        }

        List<Suspicion> suspicions = notFew(split);

        assertThat(kinds(suspicions)).containsExactly(Kind.WHOLE_IMAGES);
        assertThat(suspicions.get(0).what()).isEqualTo("All 5 objects of class pneumonia cover their whole image");
    }

    @Test
    void oneObjectThatDoesNotCoverItsImageIsEnoughForAClass() {
        SurveyedSplit split = SurveyedSplit.train("lung");
        for (int image = 0; image < 5; image++) {
            split.image(100, 80).box(0, 0, 0, 100, image == 0 ? 70 : 80);
        }

        assertThat(notFew(split)).isEmpty();
    }

    @Test
    void boxesOfOneSizeAreSuspected() {
        SurveyedSplit split = SurveyedSplit.train("cell");
        for (int i = 0; i < 20; i++) {
            split.image(100, 80).box(0, 4 * i, 3 * i, 24, 24); // the last are cut off at the edge
        }

        assertThat(kinds(split.suspicions())).containsExactly(Kind.ONE_SIZE);
        assertThat(split.suspicions().get(0).what()).isEqualTo("All 20 objects of class cell have one size");
    }

    @Test
    void nineteenOfOneSizeOrOneOfAnotherAreNotSuspected() {
        SurveyedSplit few = SurveyedSplit.train("cell");
        SurveyedSplit other = SurveyedSplit.train("cell");
        for (int i = 0; i < 19; i++) {
            few.image(100, 80).box(0, 4 * i, 3 * i, 24, 24);
            other.image(100, 80).box(0, 4 * i, 3 * i, 24, 24);
        }
        other.image(100, 80).box(0, 4, 3, 25, 24);

        assertThat(few.suspicions()).isEmpty();
        assertThat(other.suspicions()).isEmpty();
    }

    @Test
    void oneBoxOfTwoClassesIsSuspected() {
        SurveyedSplit split = SurveyedSplit.train("nodule", "mass")
                .image(100, 80)
                .box(0, 10, 10, 20, 22)
                .box(1, 10, 10, 20, 22)
                .box(1, 10, 10, 20, 23) // nearly the same is another opinion
                .image(100, 80)
                .box(0, 10, 10, 20, 22);

        List<Suspicion> suspicions = notFew(split);

        assertThat(kinds(suspicions)).containsExactly(Kind.TWO_CLASSES);
        assertThat(suspicions.get(0).what()).isEqualTo("One box is there twice or more with different classes");
        assertThat(suspicions.get(0).examples().get(0).text())
                .isEqualTo("1.png: nodule and mass at 10, 10, 20 x 22 pixels");
    }

    /** The input has a tenth of the picture's pixels. */
    @Test
    void objectsThatVanishOnTheInputAreSuspected() {
        SurveyedSplit split = SurveyedSplit.train("nodule")
                .image(1000, 1000)
                .box(0, 10, 10, 9.5, 60)
                .box(0, 500, 500, 10, 10);

        List<Suspicion> suspicions = notFew(split);

        assertThat(kinds(suspicions)).containsExactly(Kind.BELOW_A_PIXEL);
        assertThat(suspicions.get(0).what())
                .isEqualTo("1 of 2 objects are less than a pixel wide or high on the network's input");
        assertThat(suspicions.get(0).examples().get(0).text()).isEqualTo("1.png: nodule at 10, 10, 9.500 x 60 pixels");
    }
}
