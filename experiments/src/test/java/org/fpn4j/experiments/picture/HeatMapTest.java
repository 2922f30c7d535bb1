package org.fpn4j.experiments.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HeatMapTest {
    private static final BufferedImage BLACK = new BufferedImage(404, 8, BufferedImage.TYPE_INT_RGB);

    /** [1, 101]: the mean over the channels is x + 50. */
    private static HeatMap gradient() {
        double[] means = new double[101];
        Arrays.setAll(means, x -> x + 50);
        return HeatMap.of(means, 1, 101);
    }

    @Test
    void theMeanIsScaledFromThe1stToThe99thPercentile() {
        HeatMap map = gradient();
        assertThat(map.at(0, 0)).isZero();
        assertThat(map.at(0, 1)).isZero();
        assertThat(map.at(0, 50)).isEqualTo(0.5f, within(1e-6f)); // (50 - 1) / (99 - 1)
        assertThat(map.at(0, 75)).isEqualTo(74 / 98f, within(1e-6f));
        assertThat(map.at(0, 99)).isEqualTo(1);
        assertThat(map.at(0, 100)).isEqualTo(1);
    }

    @Test
    void aGradientBecomesTheColourMapAtHalfStrengthOverBlack() {
        BufferedImage picture = gradient().over(BLACK);
        assertThat(new Color(picture.getRGB(0, 4))).isEqualTo(new Color(0x22, 0x01, 0x2A)); // half of 0x440154
        assertThat(new Color(picture.getRGB(403, 4))).isEqualTo(new Color(0x7F, 0x74, 0x13)); // half of 0xFDE725
        // pixel 203 has its centre at cell 50.375, hence the value (50.375 - 1) / 98
        int expected = Viridis.rgb(49.375 / 98);
        assertThat((picture.getRGB(203, 4) >> 8 & 0xFF)).isEqualTo((int) Math.round((expected >> 8 & 0xFF) / 2.0));
    }

    @Test
    void theImageShowsThroughInGrey() {
        BufferedImage red = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 16; i++) {
            red.setRGB(i % 4, i / 4, 0xFF0000);
        }
        BufferedImage picture = HeatMap.of(new double[] {0, 0, 0, 0}, 2, 2).over(red);
        // grey 0.299 * 255 = 76.2, half of it and half of 0x440154
        assertThat(new Color(picture.getRGB(2, 2))).isEqualTo(new Color(72, 39, 80));
    }

    @Test
    void cellsAreInterpolatedBetweenTheirCentres() {
        HeatMap map = HeatMap.of(new double[] {0, 1, 0, 1}, 2, 2);
        BufferedImage picture = map.over(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB));
        for (int x = 0; x < 8; x++) {
            double value = Math.max(0, Math.min(1, (x + 0.5) / 4 - 0.5));
            assertThat(picture.getRGB(x, 3) >> 8 & 0xFF)
                    .isEqualTo((int) Math.round((Viridis.rgb(value) >> 8 & 0xFF) / 2.0));
        }
    }

    @Test
    void aFlatMapAndBrokenValuesStayLow() {
        assertThat(HeatMap.of(new double[] {3, 3, 3, 3}, 2, 2).at(1, 1)).isZero();
        HeatMap broken = HeatMap.of(new double[] {Double.NaN, 1, Double.POSITIVE_INFINITY, 3}, 2, 2);
        assertThat(new float[] {broken.at(0, 0), broken.at(0, 1), broken.at(1, 0), broken.at(1, 1)})
                .containsExactly(0, 0, 0, 1);
    }

    @Test
    void aWrongSizeIsNamed() {
        assertThatThrownBy(() -> HeatMap.of(new double[5], 2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("means[5] do not fill the shape [2, 2]");
    }

    /** Evenly rising lightness L* (CIE 1976) is what makes the map perceptually uniform. */
    @Test
    void viridisGetsLighterInEvenSteps() {
        double[] lightness = new double[21];
        for (int i = 0; i <= 20; i++) {
            double luminance = ClassColors.luminance(new Color(Viridis.rgb(i / 20.0)));
            lightness[i] = 116 * Math.cbrt(luminance) - 16;
        }
        double step = (lightness[20] - lightness[0]) / 20;
        double[] steps = new double[20];
        Arrays.setAll(steps, i -> lightness[i + 1] - lightness[i]);
        assertThat(Arrays.stream(steps).boxed())
                .allSatisfy(each -> assertThat(each).isEqualTo(step, within(0.35 * step)));
    }
}
