package org.fpn4j.experiments.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fpn4j.data.dicom.DicomWriter;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PixelSpacing;

/** DICOM files for tests, of which there is something to say, or nothing. */
final class NotedPictures {
    private NotedPictures() {}

    static Path complete(Path folder, String name) throws IOException {
        return Files.writeString(folder.resolve(name), dicom(), StandardCharsets.ISO_8859_1);
    }

    /** Its Pixel Spacing is an element that nobody knows. */
    static Path withoutSpacing(Path folder, String name) throws IOException {
        String without = dicom().replace("(\0000\000DS", "(\0001\000DS");
        return Files.writeString(folder.resolve(name), without, StandardCharsets.ISO_8859_1);
    }

    /** @param width of the window, three characters */
    static Path withWindow(Path folder, String name, String width) throws IOException {
        String window = "(\000Q\020DS\004\000";
        String with = dicom().replace(window + "256 ", window + width + " ");
        return Files.writeString(folder.resolve(name), with, StandardCharsets.ISO_8859_1);
    }

    /** A byte a character. */
    private static String dicom() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new DicomWriter(8, new PixelSpacing(0.5, 0.5)).write(bytes, new Picture(70, 65, 1, new float[70 * 65]), "a");
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
