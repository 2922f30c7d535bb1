package org.fpn4j.experiments.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import org.fpn4j.experiments.picture.EnergyPicture.Frame;
import org.fpn4j.experiments.picture.EnergyPicture.Line;
import org.junit.jupiter.api.Test;

class EnergyPictureTest {
    private static final int SCALE = 288 / 4;

    private static int at(BufferedImage picture, int x, int y) {
        return picture.getRGB(x * SCALE + SCALE / 2, y * SCALE + SCALE / 2) & 0xFFFFFF;
    }

    @Test
    void theLargestEnergyIsBrightestAndNothingIsDarkest() {
        BufferedImage picture = EnergyPicture.draw(new double[] {0, 1e-9, 1e-3, 1, 0, 0, 0, 0}, 4);

        assertThat(picture.getWidth()).isEqualTo(288);
        assertThat(picture.getHeight()).isEqualTo(144);
        assertThat(at(picture, 3, 0)).isEqualTo(Viridis.rgb(1));
        assertThat(at(picture, 2, 0)).isEqualTo(Viridis.rgb(0.5)); // three of six powers of ten
        assertThat(at(picture, 1, 0)).isEqualTo(Viridis.rgb(0));
        assertThat(at(picture, 0, 1)).isEqualTo(Viridis.rgb(0));
    }

    @Test
    void aMapWithoutEnergyIsDark() {
        assertThat(at(EnergyPicture.draw(new double[8], 4), 1, 1)).isEqualTo(Viridis.rgb(0));
    }

    @Test
    void framesAreWhite() {
        BufferedImage picture = EnergyPicture.draw(new double[16], 4, new Frame(1, 1, 3, 3, Line.SOLID));

        assertThat(picture.getRGB(SCALE, 2 * SCALE) & 0xFFFFFF).isEqualTo(0xFFFFFF);
    }
}
