package org.fpn4j.data.variation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.transform.PaintedPicture;
import org.fpn4j.data.transform.PhotometricTransform;
import org.fpn4j.data.transform.Sample;
import org.fpn4j.data.transform.SampleRandom;
import org.junit.jupiter.api.Test;

class PhotometricTest {
    private static float[] changed(PhotometricTransform transform, long id, float... values) {
        PaintedPicture picture = new PaintedPicture(1, values.length, new float[][] {values.clone()});
        transform.change(picture, SampleRandom.of(5, "test", id));
        return picture.plane(0);
    }

    @Test
    void contrastKeepsTheMeanAndTheOrder() {
        float[] values = changed(new Contrast(0.5, 1), 1, 0.4f, 0.5f, 0.6f);

        assertThat(values[1]).isCloseTo(0.5f, within(1e-6f)); // float32
        assertThat(values[0] + values[2]).isCloseTo(1, within(1e-6f));
        assertThat(values[2] - values[0]).isBetween(0.1f, 0.3f).isNotEqualTo(0.2f);
    }

    @Test
    void gammaIsAPowerThatBlackAndWhiteDoNotFeel() {
        float[] values = changed(new Gamma(2, 2, 1), 1, 0, 0.25f, 0.5f, 1);

        assertThat(values).containsExactly(new float[] {0, 0.0625f, 0.25f, 1}, within(1e-6f)); // float32
    }

    @Test
    void powersAreDrawnEvenlyByTheirLogarithm() {
        double mean = IntStream.range(0, 2000)
                .mapToDouble(id -> Math.log(Math.log(changed(new Gamma(0.5, 2, 1), id, 0.5f)[0]) / Math.log(0.5)))
                .average()
                .orElseThrow();

        assertThat(mean).isCloseTo(0, within(0.04)); // four standard deviations of 0.4 / sqrt(2000)
    }

    @Test
    void noiseIsNormalAndAsStrongAsDrawn() {
        float[] grey = new float[40_000];
        Arrays.fill(grey, 0.5f);
        double[] strengths = IntStream.range(0, 20)
                .mapToDouble(id -> deviation(changed(new GaussianNoise(0.1, 1), id, grey)))
                .toArray();
        float[] noisy = changed(new GaussianNoise(0.1, 1), 3, grey);
        long beyond = IntStream.range(0, noisy.length)
                .filter(i -> Math.abs(noisy[i] - 0.5f) > 2 * strengths[3])
                .count();

        assertThat(Arrays.stream(strengths).max().orElseThrow()).isLessThan(0.101);
        assertThat(Arrays.stream(strengths).average().orElseThrow()).isBetween(0.03, 0.07); // 0.05, deviation 0.0065
        assertThat(beyond).isBetween(1620L, 2020L); // 4.55 %, five standard deviations of 42
    }

    private static double deviation(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (value - 0.5) * (value - 0.5);
        }
        return Math.sqrt(sum / values.length);
    }

    @Test
    void valuesStayBetweenBlackAndWhite() {
        Picture picture = new Picture(2, 1, 1, new float[] {0, 1});

        for (long id = 0; id < 10; id++) {
            Sample sample = Scenes.sample(
                    Scenes.transform(2, 0, new GaussianNoise(1, 1), new Contrast(1, 1), new Clahe(8, 2, 1)),
                    picture,
                    id);

            for (int place = 0; place < 2; place++) {
                assertThat(sample.pixels()[place]).isBetween(0f, 1f);
                assertThat(sample.pixels()[2 + place]).isEqualTo(Scenes.GROUND); // below the picture
            }
        }
    }

    @Test
    void aProbabilityOfZeroLeavesPicturesAlone() {
        assertThat(changed(new Contrast(1, 0), 1, 0.2f, 0.4f)).containsExactly(0.2f, 0.4f);
        assertThat(changed(new Gamma(0.1, 10, 0), 1, 0.2f, 0.4f)).containsExactly(0.2f, 0.4f);
        assertThat(changed(new GaussianNoise(1, 0), 1, 0.2f, 0.4f)).containsExactly(0.2f, 0.4f);
        assertThat(changed(new Clahe(1, 256, 0), 1, 0.2f, 0.4f)).containsExactly(0.2f, 0.4f);
    }

    @Test
    void configsTellWhatIsWrong() {
        assertThatThrownBy(() -> new Gamma(2, 1, 0.5))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("min[2.0] must be <= max[1.0]");
        assertThatThrownBy(() -> new Clahe(0, 0, 0.5))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("tiles[0] must be between 1 and 64; clipLimit[0] must be > 0 and <= 256");
    }
}
