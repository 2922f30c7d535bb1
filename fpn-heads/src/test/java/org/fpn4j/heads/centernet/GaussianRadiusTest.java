package org.fpn4j.heads.centernet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.fpn4j.core.detection.Box;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GaussianRadiusTest {
    private static double iou(double x1, double y1, double x2, double y2, double height, double width) {
        return new Box((float) x1, (float) y1, (float) x2, (float) y2)
                .iou(new Box(0, 0, (float) width, (float) height));
    }

    @ParameterizedTest
    @CsvSource({"20, 30, 0.7", "64, 64, 0.7", "3, 100, 0.3", "200, 7, 0.9"})
    void eachWayEndsWhereTheOverlapIsTheLeast(double height, double width, double overlap) {
        double[] moves = GaussianRadius.EXACT.distances(height, width, overlap);

        double shifted = iou(moves[0], moves[0], width + moves[0], height + moves[0], height, width);
        double inside = iou(moves[1], moves[1], width - moves[1], height - moves[1], height, width);
        double outside = iou(-moves[2], -moves[2], width + moves[2], height + moves[2], height, width);
        assertThat(new double[] {shifted, inside, outside})
                .containsExactly(new double[] {overlap, overlap, overlap}, within(1e-5)); // boxes are float32
    }

    @ParameterizedTest
    @CsvSource({"20, 30, 1.952488445135506, 6.5812457725835785", "64, 64, 5.226879150909582, 17.492483396361678"})
    void theAuthorsCodeReachesFarther(double height, double width, double exact, double authors) {
        assertThat(GaussianRadius.EXACT.of(height, width, 0.7)).isCloseTo(exact, within(1e-12));
        assertThat(GaussianRadius.AUTHORS.of(height, width, 0.7)).isCloseTo(authors, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 12", "5, 0"})
    void aBoxWithoutAreaHasNone(double height, double width) {
        assertThat(GaussianRadius.EXACT.of(height, width, 0.7)).isZero();
        assertThat(GaussianRadius.AUTHORS.of(height, width, 0.7)).isZero();
    }
}
