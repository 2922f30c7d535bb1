package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureNotesTest {
    private static final String UNKNOWN = "it has no Pixel Spacing: unless annotations know one, sizes are in pixels";

    @TempDir
    Path folder;

    private static List<String> notes(Path... files) {
        return PictureNotes.of(Pictures.numbered(List.of(files)));
    }

    @Test
    void aSentenceNamesTheFirstFileAndCountsTheOthers() throws IOException {
        Path first = NotedPictures.withoutSpacing(folder, "a.dcm");
        Path complete = NotedPictures.complete(folder, "b.dcm");
        Path second = NotedPictures.withoutSpacing(folder, "c.dcm");
        Path third = NotedPictures.withoutSpacing(Files.createDirectory(folder.resolve("d")), "d.dcm");

        assertThat(notes(complete, first, second, third)).containsExactly("a.dcm and 2 others: " + UNKNOWN);
        assertThat(notes(third, complete, second)).containsExactly("d.dcm and 1 other: " + UNKNOWN);
        assertThat(notes(third, complete, third)).containsExactly("d.dcm: " + UNKNOWN);
    }

    @Test
    void sentencesWithOtherValuesAreOne() throws IOException {
        Path half = NotedPictures.withWindow(folder, "a.dcm", "0.5");
        Path less = NotedPictures.withWindow(folder, "b.dcm", "0.3");
        Path without = NotedPictures.withoutSpacing(folder, "c.dcm");

        assertThat(notes(half, less, without))
                .containsExactly(
                        "a.dcm and 1 other: its Window Width[0.5] is below 1, which LINEAR does not have;"
                                + " LINEAR_EXACT is taken",
                        "c.dcm: " + UNKNOWN);
    }

    @Test
    void completeFilesAndOtherFormatsSayNothing() throws IOException {
        Path png = folder.resolve("a.png");
        javax.imageio.ImageIO.write(
                new java.awt.image.BufferedImage(3, 2, java.awt.image.BufferedImage.TYPE_BYTE_GRAY),
                "png",
                png.toFile());

        assertThat(notes(png, NotedPictures.complete(folder, "b.dcm"))).isEmpty();
    }
}
