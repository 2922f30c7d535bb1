package org.fpn4j.data.radiograph;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.Split;

/**
 * Writes synthetic radiographs, grey pictures and their labels, in one of the formats of {@link StudyFormat}. Every file is written
 * under a temporary name and moved, labels after pictures: what bears its name is complete.
 */
public final class RadiographWriter {
    private final RadiographsConfig config;
    private final StudyFormat format;
    private final Path root;

    /** Writes below a directory, which is made where it is missing. */
    public RadiographWriter(RadiographsConfig config, StudyFormat format, Path root) {
        this.config = config;
        this.format = format;
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
        Map<Split, Dataset> splits = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            splits.put(split, config.open(split));
        }
        try {
            for (Map.Entry<Split, Dataset> split : splits.entrySet()) {
                List<ImageEntry> images = split.getValue().images();
                Path folder = root.resolve(format.folder(split.getKey()));
                Files.createDirectories(folder);
                IntStream.range(0, images.size()).parallel().forEach(i -> {
                    writeImage(folder, format.name(config, split.getKey(), images.get(i)), images.get(i));
                    progress.accept(written.incrementAndGet());
                });
            }
            for (Map.Entry<String, Content> file : format.labels(config, splits).entrySet()) {
                Path path = root.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                writeAtomically(path, file.getValue());
            }
        } catch (IOException e) {
            throw unwritable(e);
        } catch (UncheckedIOException e) {
            throw unwritable(e.getCause());
        }
    }

    private UserInputException unwritable(IOException cause) {
        return new UserInputException(root.toString(), "data set cannot be written: " + cause);
    }

    private void writeImage(Path folder, String name, ImageEntry image) {
        PictureFile pictures = format.pictures();
        try {
            writeAtomically(
                    folder.resolve(name + pictures.ending()),
                    out -> pictures.write(out, image.source().read(), config.bits(), name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What writes the bytes of one file. */
    @FunctionalInterface
    interface Content {
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
