package org.fpn4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fpn4j.data.image.PixelSpacing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Annotations of DICOM files, which know how large their pixels are: 8x8 pixels of 0.2 mm down and 0.1 mm across. */
class DicomDatasetTest {
    @TempDir
    Path root;

    private Dataset read(String picture, String said) throws Exception {
        Path kept = Path.of(DicomDatasetTest.class.getResource("/golden/dicom").toURI());
        Files.copy(kept.resolve(picture), root.resolve("a.dcm"));
        return open(
                """
                {"images": [{"id": 1, "file_name": "a.dcm", "width": 8, "height": 8%s}],
                 "categories": [{"id": 1, "name": "nodule"}],
                 "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 1, 4, 4]}]}"""
                        .formatted(said.isEmpty() ? "" : ", " + said));
    }

    private Dataset open(String annotations) throws IOException {
        Path file = Files.writeString(root.resolve("train.json"), annotations);
        return new CocoReader(file, root, OrientationRule.AUTO).read("train");
    }

    private static List<String> told(Dataset dataset) {
        return dataset.report().problems().stream()
                .map(one -> one.kind() + " " + one.problem())
                .toList();
    }

    @Test
    void thePictureKnowsItsSpacing() throws Exception {
        Dataset dataset = read("pixel-spacing-order.dcm", "");

        assertThat(dataset.images()).hasSize(1);
        assertThat(dataset.reference().spacings()).containsEntry(1L, new PixelSpacing(/* x= */ 0.1, /* y= */ 0.2));
        assertThat(told(dataset)).isEmpty();
    }

    @Test
    void annotationsThatAgreeSayNothingNew() throws Exception {
        assertThat(told(read("pixel-spacing-order.dcm", "\"pixel_spacing\": [0.2005, 0.1]")))
                .isEmpty();
    }

    @Test
    void twoSpacingsOfOneImageAreTold() throws Exception {
        Dataset dataset = read("pixel-spacing-order.dcm", "\"pixel_spacing\": [0.1, 0.2]");

        assertThat(dataset.reference().spacings()).containsEntry(1L, new PixelSpacing(0.2, 0.1));
        assertThat(told(dataset))
                .containsExactly("SPACING_CONTRADICTION " + root.resolve("train.json") + " image[1]: image["
                        + root.resolve("a.dcm")
                        + "] has spacing[0.1, 0.2] along x and y, its annotations say [0.2, 0.1]");
    }

    @Test
    void whatThePictureLacksIsTold() throws Exception {
        assertThat(told(read("imager-pixel-spacing.dcm", "")))
                .containsExactly("PICTURE_NOTE " + root.resolve("train.json") + " image[1]: image["
                        + root.resolve("a.dcm") + "]: it has Imager Pixel Spacing alone and no magnification:"
                        + " unless annotations know one, sizes are in pixels");
    }
}
