package org.fpn4j.data.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fpn4j.core.detection.Box;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows and texts are those of pycocotools 2.0.11, {@code merge(frPyObjects(...))}. */
class PolygonsTest {
    @Test
    void aSquareCoversWidthTimesHeight() {
        RunLengthMask mask = Drawn.outline(0, 0, 0, 9, 9, 9, 9, 0).mask(12, 14);

        assertThat(mask.area()).isEqualTo(81);
        assertThat(mask.counts()).containsExactly(0, 9, 3, 9, 3, 9, 3, 9, 3, 9, 3, 9, 3, 9, 3, 9, 3, 9, 63);
        assertThat(mask.box()).isEqualTo(new Box(0, 0, 9, 9));
    }

    @Test
    void fractionsOfPixelsCount() {
        RunLengthMask mask = Drawn.outline(3.2, 4.7, 20.4, 2.1, 27.9, 11.3, 18.6, 21.8, 6.5, 17.2)
                .mask(24, 30);

        assertThat(mask.area()).isEqualTo(316); // 304 with corners cut to whole pixels
        assertThat(mask.text()).isEqualTo("]21g03L5L4L1O00001O0O101O001O000O2OO1O2M4M2N2N2N2N3MV1");
    }

    @Test
    void whatSeveralPartsCoverIsCoveredOnce() {
        Polygons polygons = new Polygons(List.of(
                new Polygon(new double[] {1, 1, 8, 1, 8, 8, 1, 8}),
                new Polygon(new double[] {5, 5, 14, 5, 14, 12, 5, 12})));

        RunLengthMask mask = polygons.mask(16, 20);

        assertThat(mask.area()).isEqualTo(103); // 49 + 63 - 9
        assertThat(mask.box()).isEqualTo(new Box(1, 1, 14, 12));
    }

    @Test
    void whatLeavesTheImageIsCutOff() {
        RunLengthMask mask = Drawn.outline(-5, -5, 6, -5, 6, 6, -5, 6).mask(10, 12);

        assertThat(mask.area()).isEqualTo(36);
        assertThat(mask.box()).isEqualTo(new Box(0, 0, 6, 6));
    }

    @ParameterizedTest
    @CsvSource({
        "9, 11, 1.3 0.4 9.7 2.2 6.1 7.9, c0182N1O2N01N1N2O8, 27",
        "7, 8, -3.5 2.25 4.5 -6 12.75 3.5 4.1 11.2, 0h1, 56",
        "6, 6, 3 3 3 3 3 3, T1, 0",
        "6, 9, 1 1 7 4 7 1 1 4, 734N100000O2:, 10",
        "5, 5, 2.5 0 2.5 5 2.5 2, i0, 0",
        "1, 1, -4 -4 5 -4 5 5 -4 5, 01, 1",
        "12, 10, -200000.5 -3 5000000 4.4 8 90000.25, 0h3, 120",
        "8, 4, 0 0 4 0 4 8 0 8, 0P1, 32"
    })
    void everyPixelIsThatOfTheReference(int height, int width, String points, String text, int area) {
        double[] coordinates = List.of(points.split(" ")).stream()
                .mapToDouble(Double::parseDouble)
                .toArray();

        RunLengthMask mask = Drawn.outline(coordinates).mask(height, width);

        assertThat(mask.text()).isEqualTo(text);
        assertThat(mask.area()).isEqualTo(area);
    }

    @Test
    void theFarthestEdgesTakeNoLongerThanNearOnes() {
        RunLengthMask mask =
                Drawn.outline(-2e8, -2e8, 2e8, -2e8, 2e8, 2e8, -2e8, 2e8).mask(3, 1000);

        assertThat(mask.area()).isEqualTo(3000); // walking would take 4e9 steps
    }

    @Test
    void anImageOfMorePixelsThanMasksCountIsRefused() {
        Polygons outline = Drawn.outline(0, 0, 9, 0, 9, 9);

        assertThatThrownBy(() -> outline.mask(1 << 20, 1 << 20))
                .isInstanceOf(MalformedMaskException.class)
                .hasMessageStartingWith("size[1048576, 1048576] must be a height and a width");
    }

    @Test
    void anObjectWithoutPartsCoversNothing() {
        RunLengthMask mask = new Polygons(List.of(), 2).mask(4, 5);

        assertThat(mask).isEqualTo(RunLengthMask.empty(4, 5));
        assertThat(mask.area()).isZero();
    }

    @Test
    void whatIsNoPolygonIsRefused() {
        assertThatThrownBy(() -> new Polygon(new double[] {1, 2, 3, 4, 5, 6, 7}))
                .hasMessage("polygon of numbers[7] must have an x and a y for each point");
        assertThatThrownBy(() -> new Polygon(new double[] {1, 2, 3, 4}))
                .hasMessage("polygon of points[2] must have at least 3");
        assertThatThrownBy(() -> new Polygon(new double[] {1, 2, 3, 4, 5, Double.NaN}))
                .isInstanceOf(MalformedMaskException.class)
                .hasMessage("polygon with coordinate[NaN] must lie within 2e8 pixels");
        assertThatThrownBy(() -> new Polygon(new double[] {1, 2, 3, 4, 5, -3e8}))
                .hasMessage("polygon with coordinate[-3.0E8] must lie within 2e8 pixels");
    }

    @Test
    void movedCornersGoWhereTheMapSaysAndNoFartherThanCornersMay() {
        Polygons outline = Drawn.outline(1, 1, 3, 1, 3, 2.5, 1, 2.5);

        assertThat(outline.moved(PixelMap.SAME, 9, 9)).isSameAs(outline);
        assertThat(outline.moved(new PixelMap(-2, 4, 8, -4), 9, 9)).isEqualTo(Drawn.outline(6, 0, 2, 0, 2, 6, 6, 6));
        assertThat(outline.moved(new PixelMap(1e9, 1, 0, 0), 9, 9))
                .isEqualTo(Drawn.outline(2e8, 1, 2e8, 1, 2e8, 2.5, 2e8, 2.5));
    }
}
