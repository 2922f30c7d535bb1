package org.fpn4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PictureBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A picture of 3x2 pixels, reds 0, 40, 80 above 120, 160, 200, with an orientation in its EXIF data. */
class ExifDatasetTest {
    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource({
        "6, 2, 3, AUTO,   120, ORIENTATION_APPLIED", // declared as people see it
        "6, 3, 2, AUTO,   0,   ORIENTATION_IGNORED", // declared as it is stored
        "3, 3, 2, AUTO,   200, ORIENTATION_APPLIED",
        "3, 3, 2, IGNORE, 0,   ORIENTATION_IGNORED",
        "8, 2, 3, APPLY,  80,  ORIENTATION_APPLIED"
    })
    void picturesOfACocoSetAreTurnedAsTheRuleSaysAndCounted(
            int tag, int width, int height, OrientationRule rule, int firstRed, ProblemKind told) throws IOException {
        photo(root.resolve("a.png"), tag);
        TestFiles.text(
                root.resolve("set.json"),
                """
                {"images": [{"id": 1, "file_name": "a.png", "width": %d, "height": %d}],
                 "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [0, 0, 2, 2]}],
                 "categories": [{"id": 1, "name": "car"}]}"""
                        .formatted(width, height));
        CocoConfig config = new CocoConfig(
                root.toString(), "set.json", "", "set.json", "", "", "", rule, PictureChecks.CONTENTS, false, false);

        Dataset dataset = TestFiles.checked(config.open(Split.TRAIN));

        ImageEntry image = dataset.images().get(0);
        Picture picture = image.source().read();
        assertThat(image.width()).isEqualTo(width).isEqualTo(picture.width());
        assertThat(Math.round(255 * picture.at(0, 0, 0))).isEqualTo(firstRed);
        assertThat(dataset.report().counts()).containsOnlyKeys(told, ProblemKind.FOUND_FILES);
        assertThat(dataset.summary())
                .contains("1 x " + told.text() + ", first " + root.resolve("set.json") + " image[1]: image["
                        + root.resolve("a.png") + "] has EXIF orientation[" + tag + "]");
    }

    @Test
    void picturesOfAVocSetAreTurnedToo() throws IOException {
        photo(root.resolve("JPEGImages/a.png"), 6);
        TestFiles.voc(root, "a", 2, 3, TestFiles.vocObject("dog", "0", 1, 1, 2, 3));
        TestFiles.text(root.resolve("ImageSets/Main/train.txt"), "a\n");
        VocConfig config = new VocConfig(root.toString(), "train", "train", "train", List.of(), false);

        Dataset dataset = config.open(Split.TRAIN);

        assertThat(dataset.images().get(0).height()).isEqualTo(3);
        assertThat(dataset.report().counts()).containsOnlyKeys(ProblemKind.ORIENTATION_APPLIED);
    }

    private static void photo(Path file, int tag) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(
                file,
                PictureBytes.withChunk(
                        PictureBytes.encoded(PictureBytes.sixReds(), "png"),
                        "eXIf",
                        PictureBytes.exif(tag, ByteOrder.BIG_ENDIAN)));
    }
}
