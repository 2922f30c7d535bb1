package org.fpn4j.data.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.ReadFailure;
import org.fpn4j.core.memory.HeapBudget;
import org.fpn4j.core.memory.InsufficientMemoryException;

/**
 * Decodes pictures of every format that is on the class path ({@link PictureFormats#found}), told by a file's first bytes.
 *
 * <p>Grey stays one channel and keeps its precision: an 8-bit value becomes {@code v / 255}, a 16-bit value {@code v /
 * 65535}. Palettes are looked up, transparency is dropped, CMYK becomes RGB. Values are those that are stored: colour
 * profiles, gamma and primaries of a file change nothing, as in Pillow and OpenCV. A file that ends early or whose
 * checksums are wrong counts as broken even where its decoder would fill the rest with grey. Thread-safe.
 */
public final class PictureReader {
    private static final long MOST_PIXELS = 200_000_000; // 2.4 GB as three float planes: past this it is a mistake
    private static final long MOST_BYTES = Integer.MAX_VALUE - 8; // of one array

    /**
     * Decodes a file's pixels as they are stored.
     *
     * @throws UserInputException naming the file, if it is missing, broken or of no format that is known
     */
    public Picture read(Path file) {
        return decode(file, content(file));
    }

    /**
     * Decodes the content of a file.
     *
     * @param file for messages
     * @throws UserInputException as {@link #read} does
     */
    public Picture decode(Path file, byte[] content) {
        try {
            return decoded(file, content);
        } catch (InsufficientMemoryException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw unreadable(file, e);
        }
    }

    /** The same of content that is no file's. */
    Picture decode(String name, byte[] content) {
        try {
            return decoded(Path.of(name), content);
        } catch (InsufficientMemoryException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw undecodable(name, ReadFailure.reason(content, e));
        }
    }

    private static Picture decoded(Path name, byte[] content) throws IOException {
        try (EncodedPicture encoded =
                PictureFormats.found().of(new ContentStream(content)).open(name, content)) {
            requireRoom(name, encoded);
            return encoded.decode();
        }
    }

    /** What holds for the pictures of every format. */
    private static void requireRoom(Path file, EncodedPicture encoded) throws IOException {
        long pixels = (long) encoded.size().width() * encoded.size().height();
        if (pixels > MOST_PIXELS) {
            throw new IOException("its header declares pixels[" + pixels + "], more than [" + MOST_PIXELS + "]");
        }
        long decoded = pixels * encoded.bytesOfPixel();
        long planes = pixels * encoded.channels() * Float.BYTES;
        HeapBudget.require(file.toString(), "pixels[" + pixels + "]", decoded + planes, Math.max(decoded, planes));
    }

    /**
     * The content of a file, which may be any.
     *
     * @throws UserInputException as {@link #read} does
     */
    public byte[] content(Path file) {
        try {
            return bytes(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        long size = Files.size(file);
        if (size > MOST_BYTES) {
            throw new IOException("it has bytes[" + size + "], more than [" + MOST_BYTES + "]");
        }
        HeapBudget.require(file.toString(), "bytes of the picture's file", size);
        return Files.readAllBytes(file);
    }

    /**
     * Reads no more than what stands before and between a file's pixels.
     *
     * @throws UserInputException naming the file, if it is missing or its header is broken
     */
    public PictureHeader header(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UserInputException(file.toString(), missing(file));
        }
        try (ImageInputStream stream = new FileImageInputStream(file.toFile())) {
            return PictureFormats.found().of(stream).header(stream);
        } catch (InsufficientMemoryException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw unreadable(file, e);
        }
    }

    /** The same of content that is no file's. */
    PictureHeader header(String name, byte[] content) {
        ContentStream stream = new ContentStream(content);
        try {
            return PictureFormats.found().of(stream).header(stream);
        } catch (InsufficientMemoryException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw undecodable(name, ReadFailure.reason(content, e));
        }
    }

    /**
     * The name of a file's format, by its first bytes.
     *
     * @throws UserInputException naming the file, if it is missing or of no format that is known
     */
    public String format(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UserInputException(file.toString(), missing(file));
        }
        try (ImageInputStream stream = new FileImageInputStream(file.toFile())) {
            return PictureFormats.found().of(stream).name();
        } catch (IOException | RuntimeException e) {
            throw unreadable(file, e);
        }
    }

    private static String missing(Path file) {
        return Files.isDirectory(file) ? "image is a directory" : "image does not exist";
    }

    private static UserInputException unreadable(Path file, Exception cause) {
        if (cause instanceof NoSuchFileException || !Files.isRegularFile(file)) {
            return new UserInputException(file.toString(), missing(file));
        }
        return undecodable(file.toString(), ReadFailure.reason(file, cause));
    }

    private static UserInputException undecodable(String name, String reason) {
        return new UserInputException(
                name,
                "image cannot be decoded, " + reason,
                "expected a complete " + PictureFormats.found().names("or") + " file");
    }
}
