package org.fpn4j.data.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ObjectKind;
import org.junit.jupiter.api.Test;

class SplitSurveyTest {
    /** Of 200 x 100 pixels, which are halved on the input. */
    private static final SplitSurvey SURVEY = SurveyedSplit.train("nodule", "mass")
            .image(200, 100)
            .spacing(0.5, 0.25)
            .box(0, 10, 10, 20, 16)
            .box(0, 100, 10, 40, 80)
            .box(1, 0, 0, 50, 50, ObjectKind.CROWD)
            .image(200, 100)
            .box(1, 0, 0, 200, 100)
            .box(0, 150, 50, 100, 20) // half of it lies outside
            .box(0, 5, 5, 9, 9, ObjectKind.DIFFICULT)
            .image(100, 100)
            .survey();

    private static final ObjectGroup NODULES = SURVEY.classes().get(0);
    private static final ObjectGroup MASSES = SURVEY.classes().get(1);

    @Test
    void objectsAreCountedByClassAndKind() {
        assertThat(SURVEY.objects()).hasSize(4);
        assertThat(NODULES.objects()).hasSize(3);
        assertThat(NODULES.images()).isEqualTo(2);
        assertThat(List.of(NODULES.crowds(), NODULES.difficult())).containsExactly(0, 1);
        assertThat(List.of(MASSES.crowds(), MASSES.difficult())).containsExactly(1, 0);
        assertThat(SURVEY.all().objects()).hasSize(4);
    }

    @Test
    void imagesWithoutBoxesAreNegatives() {
        assertThat(SURVEY.negatives()).extracting(ImageEntry::fileName).containsExactly("3.png");
        assertThat(SURVEY.objectsPerImage()).containsExactly(2.0, 2.0, 0.0);
        assertThat(SizeBands.OBJECTS.counts(SURVEY.objectsPerImage())).containsExactly(1, 0, 2, 0, 0, 0);
    }

    /** Roots of areas: 17.9, 56.6, 31.6 (50 x 20 are inside) and 141; halved on the input. */
    @Test
    void sizesAreOfThePictureAndOfTheInput() {
        assertThat(NODULES.inPixels()).containsExactly(2, 1, 0);
        assertThat(NODULES.onInput()).containsExactly(3, 0, 0);
        assertThat(MASSES.inPixels()).containsExactly(0, 0, 1);
        assertThat(MASSES.onInput()).containsExactly(0, 1, 0);
        assertThat(MASSES.sideOnInput().median()).isCloseTo(70.71, within(0.01)); // of 100 x 50
    }

    /** 10 x 4 mm and 20 x 20 mm; nobody measured the second image. */
    @Test
    void millimetresFollowEachAxis() {
        assertThat(NODULES.inMillimetres()).containsExactly(0, 1, 1, 0, 0);
        assertThat(NODULES.unmeasured()).isEqualTo(1);
        assertThat(MASSES.inMillimetres()).containsExactly(0, 0, 0, 0, 0);
        assertThat(NODULES.longestMillimetres().values()).startsWith(10.0).endsWith(20.0);
        assertThat(SURVEY.unmeasuredImages()).isEqualTo(2);
    }

    @Test
    void sidesAndShapesAreSpread() {
        assertThat(NODULES.longestSide().values()).containsExactly(20.0, 23.0, 35.0, 50.0, 65.0, 77.0, 80.0);
        assertThat(NODULES.aspect().values().get(0)).isEqualTo(0.5);
        assertThat(NODULES.aspect().largest()).isEqualTo(2.5);
    }

    @Test
    void valuesOfPicturesAreCountedTheMostFrequentFirst() {
        Map<String, Integer> sizes = SURVEY.images(image -> Optional.of(image.width() + "x" + image.height()));

        assertThat(sizes).containsExactly(Map.entry("200x100", 2), Map.entry("100x100", 1));
    }

    @Test
    void aClassWithoutObjectsHasNoQuantiles() {
        ObjectGroup none = new ObjectGroup("none", List.of(), 0, 0);

        assertThat(none.longestSide()).isEqualTo(new Quantiles(0, List.of()));
        assertThat(none.longestSide().median()).isNaN();
        assertThat(none.longestSide().largest()).isNaN();
        assertThat(none.inPixels()).containsExactly(0, 0, 0);
    }

    @Test
    void oneObjectIsAllQuantiles() {
        assertThat(Quantiles.of(List.of(4.0)).values()).containsOnly(4.0).hasSize(Quantiles.SHARES.size());
    }

    /** 32 squared is small for COCO, and 30 mm no mass yet. */
    @Test
    void aLengthOnABorderIsOfTheBandBelow() {
        assertThat(SizeBands.COCO.counts(List.of(32.0, 32.1, 96.0, 96.1))).containsExactly(1, 2, 1);
        assertThat(SizeBands.MILLIMETRES.counts(List.of(5.0, 10.0, 30.0, 30.1, 100.0, 100.1)))
                .containsExactly(1, 1, 1, 2, 1);
    }
}
