package org.fpn4j.data.radiograph;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.awt.Point;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.image.Picture;

/**
 * Writes synthetic radiographs as a COCO data set: {@code train/000001.png} and so on, grey, and {@code
 * annotations/instances_train.json}, likewise for the other splits. Reading it back gives the pictures and boxes of the
 * data set in memory. Every file is written under a temporary name and moved, annotations after their images: what
 * bears its name is complete.
 */
public final class RadiographWriter {
    private final RadiographsConfig config;
    private final Path root;

    /** Writes below a directory, which is made where it is missing. */
    public RadiographWriter(RadiographsConfig config, Path root) {
        this.config = config;
        this.root = root;
    }

    /**
     * Writes all splits.
     *
     * @param progress told the number of images written so far, from several threads
     * @throws UserInputException if the folder cannot be written to
     */
    public void write(IntConsumer progress) {
        AtomicInteger written = new AtomicInteger();
        for (Split split : Split.values()) {
            Dataset dataset = config.open(split);
            Path folder = root.resolve(split.key());
            try {
                Files.createDirectories(folder);
                IntStream.range(0, dataset.images().size()).parallel().forEach(i -> {
                    writeImage(folder, dataset.images().get(i));
                    progress.accept(written.incrementAndGet());
                });
                Files.createDirectories(root.resolve("annotations"));
                writeAtomically(
                        root.resolve("annotations").resolve("instances_" + split.key() + ".json"),
                        out -> writeAnnotations(out, dataset));
            } catch (IOException e) {
                throw unwritable(e);
            } catch (UncheckedIOException e) {
                throw unwritable(e.getCause());
            }
        }
    }

    private UserInputException unwritable(IOException cause) {
        return new UserInputException(root.toString(), "data set cannot be written: " + cause);
    }

    private void writeImage(Path folder, ImageEntry image) {
        BufferedImage grey = grey(image.source().read());
        try {
            writeAtomically(folder.resolve(image.fileName()), out -> {
                try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
                    ImageIO.write(grey, "png", stream);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BufferedImage grey(Picture picture) {
        boolean wide = config.bits() == 16;
        int type = wide ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE;
        WritableRaster raster =
                Raster.createInterleavedRaster(type, picture.width(), picture.height(), 1, new Point(0, 0));
        float most = wide ? 65535f : 255f;
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                raster.setSample(x, y, 0, Math.round(picture.at(0, y, x) * most));
            }
        }
        ColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY), false, false, Transparency.OPAQUE, type);
        return new BufferedImage(model, raster, false, null);
    }

    private static void writeAnnotations(OutputStream out, Dataset dataset) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeArrayFieldStart("images");
            for (ImageEntry image : dataset.images()) {
                json.writeStartObject();
                json.writeNumberField("id", image.id());
                json.writeStringField("file_name", image.fileName());
                json.writeNumberField("width", image.width());
                json.writeNumberField("height", image.height());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("categories");
            for (Category category : dataset.categories()) {
                json.writeStartObject();
                json.writeNumberField("id", category.id());
                json.writeStringField("name", category.name());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("annotations");
            for (ImageEntry image : dataset.images()) {
                for (Annotation annotation : image.annotations()) {
                    writeAnnotation(
                            json,
                            image,
                            annotation,
                            dataset.categories().get(annotation.categoryIndex()).id());
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void writeAnnotation(JsonGenerator json, ImageEntry image, Annotation annotation, long categoryId)
            throws IOException {
        Box box = annotation.box();
        json.writeStartObject();
        json.writeNumberField("id", annotation.id());
        json.writeNumberField("image_id", image.id());
        json.writeNumberField("category_id", categoryId);
        json.writeArrayFieldStart("bbox");
        json.writeNumber((double) box.x1());
        json.writeNumber((double) box.y1());
        json.writeNumber((double) box.x2() - box.x1()); // in double, x + width gives x2 back to the last bit
        json.writeNumber((double) box.y2() - box.y1());
        json.writeEndArray();
        json.writeNumberField("area", annotation.area());
        json.writeNumberField("iscrowd", 0);
        json.writeEndObject();
    }

    /** What writes the bytes of one file. */
    @FunctionalInterface
    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private static void writeAtomically(Path file, Content content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            try (OutputStream out = Files.newOutputStream(temporary)) {
                content.writeTo(out);
            }
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
