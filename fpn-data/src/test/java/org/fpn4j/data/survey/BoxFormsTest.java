package org.fpn4j.data.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fpn4j.data.survey.SurveyedSplit.kinds;

import java.util.List;
import org.fpn4j.data.survey.Suspicion.Kind;
import org.fpn4j.data.transform.SampleRandom;
import org.junit.jupiter.api.Test;

/** One sound set of 60 boxes in landscape and portrait, and the same with its numbers read as what they are not. */
class BoxFormsTest {
    /** What becomes of a box that is {@code x, y, width, height} in a picture. */
    @FunctionalInterface
    private interface Reading {
        double[] of(double x, double y, double width, double height, int across, int down);
    }

    private static List<Suspicion> suspicions(int across, int down, Reading reading) {
        SampleRandom random = SampleRandom.of(5, "boxes");
        SurveyedSplit split = SurveyedSplit.train("nodule");
        for (int image = 0; image < 20; image++) {
            boolean isTurned = image % 4 == 3;
            int pictureWidth = isTurned ? down : across;
            int pictureHeight = isTurned ? across : down;
            split.image(pictureWidth, pictureHeight);
            for (int i = 0; i < 3; i++) {
                double width = random.uniform(0.05, 0.3) * pictureWidth;
                double height = random.uniform(0.05, 0.3) * pictureHeight;
                double x = random.uniform(0, pictureWidth - width);
                double y = random.uniform(0, pictureHeight - height);
                double[] read = reading.of(x, y, width, height, pictureWidth, pictureHeight);
                split.box(0, read[0], read[1], read[2], read[3]);
            }
        }
        return split.suspicions();
    }

    private static List<Suspicion> suspicions(Reading reading) {
        return suspicions(640, 400, reading);
    }

    @Test
    void soundBoxesAreNotSuspected() {
        assertThat(suspicions((x, y, width, height, across, down) -> new double[] {x, y, width, height}))
                .isEmpty();
    }

    /** Careless drawing: a tenth of the boxes reach over the edge by five pixels. */
    @Test
    void boxesALittleOverTheEdgeAreNotSuspected() {
        SurveyedSplit split = SurveyedSplit.train("nodule");
        for (int image = 0; image < 20; image++) {
            split.image(640, 400).box(0, 100 + 20 * image, 50 + 10 * image, 60, 50);
            split.box(0, 20, image < 4 ? 355 : 300, 30, 50);
        }

        assertThat(split.suspicions()).isEmpty();
    }

    @Test
    void sharesOfThePictureAreSuspected() {
        List<Suspicion> suspicions = suspicions((x, y, width, height, across, down) ->
                new double[] {x / across, y / down, width / across, height / down});

        assertThat(kinds(suspicions)).containsExactly(Kind.SHARES_FOR_PIXELS);
        assertThat(suspicions.get(0).what()).isEqualTo("60 of 60 boxes lie within two pixels of the picture's corner");
        assertThat(suspicions.get(0).where()).isEqualTo("train");
        assertThat(suspicions.get(0).examples()).hasSize(60);
        assertThat(suspicions.get(0).examples().get(0).text()).startsWith("1.png: nodule at 0.");
    }

    @Test
    void sizesReadAsCornersAreSuspected() {
        List<Suspicion> suspicions =
                suspicions((x, y, width, height, across, down) -> new double[] {x, y, width - x, height - y});

        assertThat(kinds(suspicions)).startsWith(Kind.SIZES_FOR_CORNERS);
        assertThat(suspicions.get(0).what()).endsWith(" of 60 boxes have a negative side");
    }

    @Test
    void cornersReadAsSizesAreSuspected() {
        List<Suspicion> suspicions =
                suspicions((x, y, width, height, across, down) -> new double[] {x, y, x + width, y + height});

        assertThat(kinds(suspicions)).containsExactly(Kind.CORNERS_FOR_SIZES);
        assertThat(suspicions.get(0).hint())
                .isEqualTo("Boxes may be x1, y1, x2, y2 that are read as x, y, width, height");
    }

    @Test
    void exchangedAxesAreSuspected() {
        List<Suspicion> suspicions =
                suspicions((x, y, width, height, across, down) -> new double[] {y, x, height, width});

        assertThat(kinds(suspicions)).containsExactly(Kind.EXCHANGED_AXES);
        assertThat(suspicions.get(0).what())
                .endsWith(" of 60 boxes leave their picture, and all lie in it with x and y exchanged");
        assertThat(suspicions.get(0).count()).isBetween(20, 40);
    }

    @Test
    void onSquarePicturesNothingTellsExchangedAxes() {
        assertThat(suspicions(400, 400, (x, y, width, height, across, down) -> new double[] {y, x, height, width}))
                .isEmpty();
    }

    @Test
    void boxesOfLargerPicturesAreSuspected() {
        List<Suspicion> suspicions =
                suspicions((x, y, width, height, across, down) -> new double[] {2 * x, 2 * y, 2 * width, 2 * height});

        assertThat(kinds(suspicions)).containsExactly(Kind.LARGER_PICTURES);
        assertThat(suspicions.get(0).what())
                .containsPattern("of 60 boxes leave their picture .*, the farthest at (1\\.9|2\\.0) times its side");
    }

    @Test
    void boxesOfSmallerPicturesAreSuspected() {
        List<Suspicion> suspicions = suspicions(
                (x, y, width, height, across, down) -> new double[] {0.4 * x, 0.4 * y, 0.4 * width, 0.4 * height});

        assertThat(kinds(suspicions)).containsExactly(Kind.SMALLER_PICTURES);
        assertThat(suspicions.get(0).what())
                .isEqualTo("60 of 60 boxes lie in the upper left 39 % by 39 % of their pictures");
    }

    /** Nineteen boxes may all lie there by chance. */
    @Test
    void aFewBoxesInOneCornerAreNotSuspected() {
        SurveyedSplit split = SurveyedSplit.train("marker");
        for (int image = 0; image < 19; image++) {
            split.image(100, 80).box(0, 5 + image, 5, 20 + image, 20);
        }

        assertThat(split.suspicions()).isEmpty();
    }
}
