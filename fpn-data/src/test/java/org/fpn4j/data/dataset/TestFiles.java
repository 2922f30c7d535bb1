package org.fpn4j.data.dataset;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.checking.PictureCheck;

/** Small images and Pascal VOC files for tests. */
final class TestFiles {
    private TestFiles() {}

    static Path image(Path file, int width, int height) throws IOException {
        Files.createDirectories(file.getParent());
        String name = file.getFileName().toString();
        String format = name.substring(name.lastIndexOf('.') + 1);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, i * 7919);
        }
        ImageIO.write(image, format, file.toFile());
        return file;
    }

    /** The data set after a look at its pictures' contents. */
    static Dataset checked(Dataset dataset) {
        return new PictureCheck(2, Optional.empty(), CheckListener.SILENT).of(dataset, PictureChecks.CONTENTS);
    }

    static void cutInHalf(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    }

    static Path text(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    /** An annotation with objects as {@link #vocObject} makes them. */
    static Path voc(Path root, String name, int width, int height, String... objects) throws IOException {
        return text(
                root.resolve("Annotations").resolve(name + ".xml"),
                "<annotation><filename>" + name + ".jpg</filename><size><width>" + width + "</width><height>" + height
                        + "</height><depth>3</depth></size>" + String.join("", objects) + "</annotation>");
    }

    static String vocObject(String name, String difficult, Object... corners) {
        return "<object><name>" + name + "</name><difficult>" + difficult + "</difficult><bndbox><xmin>" + corners[0]
                + "</xmin><ymin>" + corners[1] + "</ymin><xmax>" + corners[2] + "</xmax><ymax>" + corners[3]
                + "</ymax></bndbox></object>";
    }
}
