package org.fpn4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.dataset.CocoReader;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.OrientationRule;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PictureFormats;
import org.fpn4j.data.image.PictureReader;
import org.fpn4j.data.image.PictureSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The walk of docs/adding-a-format.md: a format that nobody but its own module knows, wherever pictures are read. */
class PictureFormatFromOutsideTest {
    @TempDir
    private Path folder;

    private Path map(String name, String head, int... bytes) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        for (int one : bytes) {
            file.write(one);
        }
        return Files.write(folder.resolve(name), file.toByteArray());
    }

    @Test
    void itsFilesAreReadWhateverTheyAreCalled() throws IOException {
        Path file = map("film.png", "P5\n# of a scanner\n2 1\n4095\n", 0x0F, 0xFF, 0x01, 0x00);

        Picture picture = new PictureReader().read(file);

        assertThat(new PictureReader().header(file).stored()).isEqualTo(new PictureSize(2, 1));
        assertThat(picture.planes()).containsExactly(1, 256 / 4095f);
    }

    @Test
    void itIsNamedBesideTheOthersAndItsFilesAreFoundInFolders() {
        assertThat(PictureFormats.found().names("or")).isEqualTo("DICOM, JPEG, PGM, PNG or TIFF");
        assertThat(PictureFormats.found().endings()).contains(".pgm");
    }

    @Test
    void aDataSetHasItsImages() throws IOException {
        map("film.pgm", "P5 4 2 255 ", 0, 1, 2, 3, 4, 5, 6, 7);
        Path annotations = Files.writeString(
                folder.resolve("train.json"),
                """
                {"images": [{"id": 1, "file_name": "film.pgm", "width": 4, "height": 2}],
                 "categories": [{"id": 1, "name": "nodule"}],
                 "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 0, 2, 2]}]}""");

        Dataset dataset = new CocoReader(annotations, folder, OrientationRule.AUTO).read("train");

        assertThat(dataset.images()).singleElement().satisfies(image -> assertThat(
                        image.source().read().at(0, 1, 3))
                .isEqualTo(7 / 255f));
    }

    @Test
    void whatIsWrongIsToldWithTheFile() throws IOException {
        Path early = map("early.pgm", "P5 4 2 255 ", 0, 1, 2);
        Path odd = map("odd.pgm", "P5 4 x 255 ", 0, 1, 2);

        assertThatThrownBy(() -> new PictureReader().read(early))
                .isInstanceOf(UserInputException.class)
                .hasMessage(early + ": image cannot be decoded, it ends early, at byte[14]\n"
                        + "    expected a complete DICOM, JPEG, PGM, PNG or TIFF file");
        assertThatThrownBy(() -> new PictureReader().header(odd))
                .hasMessageStartingWith(
                        odd + ": image cannot be decoded, its height is no number from [1] to [65535]\n");
    }

    /** Limits hold for every format, and no format looks after them. */
    @Test
    void moreThanThereMayBeIsRefusedBeforeItIsDecoded() throws IOException {
        Path large = map("large.pgm", "P5 60000 60000 255 ", 0);

        assertThatThrownBy(() -> new PictureReader().read(large))
                .hasMessageContaining("its header declares pixels[3600000000], more than [200000000]");
    }
}
