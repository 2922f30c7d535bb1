package org.fpn4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import org.fpn4j.data.image.Orientation;
import org.fpn4j.data.image.PictureHeader;
import org.fpn4j.data.image.PictureSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureFitTest {
    @ParameterizedTest
    @CsvSource({
        "UPRIGHT,     90, 60,   UPRIGHT",
        "TURNED_90,   60, 90,   TURNED_90", // declared as people see it
        "TURNED_90,   90, 60,   UPRIGHT", // declared as it is stored
        "TURNED_90,   0,  0,    TURNED_90", // nothing declared
        "TURNED_180,  90, 60,   TURNED_180", // no size tells it
        "MIRRORED,    90, 60,   MIRRORED",
        "TRANSPOSED,  30, 45,   TRANSPOSED", // half the size, as people see it
        "TRANSVERSED, 45, 30,   UPRIGHT", // half the size, as it is stored
        "TURNED_270,  70, 70,   TURNED_270" // neither
    })
    void theDeclaredSizeDecidesWhetherAPictureIsTurnedWhereItCan(
            Orientation tagged, long width, long height, Orientation expected) {
        PictureHeader header = new PictureHeader(new PictureSize(90, 60), tagged);

        assertThat(PictureFit.of(header, width, height, OrientationRule.AUTO).orientation())
                .isEqualTo(expected);
    }

    @Test
    void theOtherRulesAskNoSize() {
        PictureHeader header = new PictureHeader(new PictureSize(90, 60), Orientation.TURNED_90);

        PictureFit applied = PictureFit.of(header, 90, 60, OrientationRule.APPLY);
        PictureFit ignored = PictureFit.of(header, 60, 90, OrientationRule.IGNORE);

        assertThat(applied)
                .isEqualTo(
                        new PictureFit(Orientation.TURNED_90, new PictureSize(60, 90), PictureFit.Agreement.EXCHANGED));
        assertThat(ignored)
                .isEqualTo(
                        new PictureFit(Orientation.UPRIGHT, new PictureSize(90, 60), PictureFit.Agreement.EXCHANGED));
    }

    @ParameterizedTest
    @CsvSource({
        "90,   60,  SAME",
        "0,    60,  SAME", // half a declaration is none
        "91,   59,  WITHIN_A_PIXEL",
        "180,  120, SCALED",
        "45,   30,  SCALED",
        "900,  597, SCALED", // a tenth of 597 is 59.7, rounded to 60
        "60,   90,  EXCHANGED",
        "90,   62,  DIFFERENT",
        "100,  100, DIFFERENT",
        "120,  180, DIFFERENT" // exchanged and scaled
    })
    void sizesAgreeInOneOfFiveWays(long width, long height, PictureFit.Agreement expected) {
        PictureHeader header = new PictureHeader(new PictureSize(90, 60), Orientation.UPRIGHT);

        assertThat(PictureFit.of(header, width, height, OrientationRule.AUTO).agreement())
                .isEqualTo(expected);
    }

    @Test
    void theSmallestPictureFitsItself() {
        PictureHeader header = new PictureHeader(new PictureSize(1, 1), Orientation.TURNED_90);

        assertThat(PictureFit.of(header, 1, 1, OrientationRule.AUTO).agreement())
                .isEqualTo(PictureFit.Agreement.SAME);
    }
}
