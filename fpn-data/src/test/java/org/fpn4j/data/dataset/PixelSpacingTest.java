package org.fpn4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.fpn4j.data.image.PixelSpacing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What COCO files say of the size of a pixel; pictures are 60x40. */
class PixelSpacingTest {
    @TempDir
    Path root;

    @Test
    void dicomNamesTheDistanceOfRowsFirst() throws IOException {
        assertThat(read(60, 40, "\"pixel_spacing\": [0.2, 0.5]").reference().spacings())
                .containsEntry(1L, new PixelSpacing(0.5, 0.2));
    }

    @Test
    void itkNamesTheDistanceAlongXFirst() throws IOException {
        assertThat(read(60, 40, "\"spacing\": [0.5, 0.2, 3]").reference().spacings())
                .containsEntry(1L, new PixelSpacing(0.5, 0.2));
    }

    @Test
    void oneNumberIsForBothSides() throws IOException {
        assertThat(read(60, 40, "\"pixel_spacing\": 0.25").reference().spacings())
                .containsEntry(1L, new PixelSpacing(0.25, 0.25));
    }

    @Test
    void whoSaysNothingHasNone() throws IOException {
        Dataset dataset = read(60, 40, "\"pixel_spacing\": null");

        assertThat(dataset.reference().spacings()).isEmpty();
        assertThat(dataset.report().problems()).isEmpty();
    }

    @Test
    void aPictureOfTwiceTheSizeHasPixelsOfHalfTheSize() throws IOException {
        assertThat(read(30, 20, "\"pixel_spacing\": [0.2, 0.5]").reference().spacings())
                .containsEntry(1L, new PixelSpacing(0.25, 0.1));
    }

    @Test
    void whatIsNoSpacingIsToldAndLeavesNoImageOut() throws IOException {
        Dataset dataset = read(60, 40, "\"pixel_spacing\": [0.2, 0]");

        assertThat(dataset.images()).hasSize(1);
        assertThat(dataset.reference().spacings()).isEmpty();
        assertThat(dataset.report().problems())
                .extracting(DataProblem::toString)
                .singleElement()
                .asString()
                .contains(
                        "pixel_spacing[[0.2,0]] must be millimetres from 1e-6 to 1e6, a number or [of rows, of columns]");
    }

    @Test
    void theDigestKnowsNothingOfSpacings() throws IOException {
        assertThat(read(60, 40, "\"pixel_spacing\": 0.25").digest())
                .isEqualTo(read(60, 40, "\"pixel_spacing\": 0.5").digest())
                .isEqualTo(read(60, 40, "\"license\": 1").digest());
    }

    @Test
    void theLongestSideIsTheLongerInMillimetres() {
        assertThat(new PixelSpacing(0.5, 0.2).longestSide(10, 20)).isEqualTo(5);
        assertThat(new PixelSpacing(0.5, 0.2).longestSide(4, 20)).isEqualTo(4);
        assertThatThrownBy(() -> new PixelSpacing(0.5, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("spacing[0.5, NaN] must be above 0");
    }

    private Dataset read(int width, int height, String field) throws IOException {
        ImageIO.write(
                new BufferedImage(60, 40, BufferedImage.TYPE_BYTE_GRAY),
                "png",
                root.resolve("a.png").toFile());
        Path file = Files.writeString(
                root.resolve("set.json"),
                """
                {"images": [{"id": 1, "file_name": "a.png", "width": %d, "height": %d, %s}],
                 "categories": [{"id": 1, "name": "nodule"}],
                 "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [5, 5, 10, 10]}]}
                """
                        .formatted(width, height, field));
        return new CocoReader(file, root, OrientationRule.AUTO).read("set");
    }
}
