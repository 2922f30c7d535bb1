package org.fpn4j.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.ReadFailure;
import org.fpn4j.core.memory.HeapBudget;
import org.fpn4j.core.memory.InsufficientMemoryException;

/**
 * Decodes PNG and JPEG files.
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
     * @throws UserInputException naming the file, if it is missing, broken or neither PNG nor JPEG
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
            return RasterPlanes.of(decoded(file, content));
        } catch (InsufficientMemoryException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw unreadable(file, e);
        }
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
            Optional<Orientation> orientation =
                    switch (PictureFormat.of(stream)) {
                        case PNG -> PngChunks.orientation(stream);
                        case JPEG -> JpegSegments.orientation(stream);
                    };
            stream.seek(0);
            ImageReader reader = readerOf(stream);
            try {
                PictureSize size = new PictureSize(reader.getWidth(0), reader.getHeight(0));
                return new PictureHeader(size, orientation.orElse(Orientation.UPRIGHT));
            } finally {
                reader.dispose();
            }
        } catch (InsufficientMemoryException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw unreadable(file, e);
        }
    }

    private static BufferedImage decoded(Path file, byte[] content) throws IOException {
        byte[] plain =
                switch (PictureFormat.of(new MemoryCacheImageInputStream(new ByteArrayInputStream(content)))) {
                    case PNG -> {
                        PngChunks.verify(content);
                        yield content;
                    }
                    case JPEG -> JpegSegments.withoutProfile(content);
                };
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(plain))) {
            return decoded(file, stream);
        }
    }

    private static BufferedImage decoded(Path file, ImageInputStream stream) throws IOException {
        ImageReader reader = readerOf(stream);
        try {
            List<String> warnings = new ArrayList<>();
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
            if (pixels > MOST_PIXELS) {
                throw new IOException("its header declares pixels[" + pixels + "], more than [" + MOST_PIXELS + "]");
            }
            PixelBytes bytes = PixelBytes.of(reader);
            HeapBudget.require(
                    file.toString(),
                    "pixels[" + pixels + "]",
                    pixels * (bytes.decoded() + bytes.planes()),
                    pixels * Math.max(bytes.decoded(), bytes.planes()));
            BufferedImage image = reader.read(0);
            for (String warning : warnings) {
                if (tellsOfMissingData(warning)) {
                    throw new IOException(warning);
                }
            }
            return image;
        } finally {
            reader.dispose();
        }
    }

    /** What a pixel takes as it is decoded, and as planes of floats beside that. */
    private record PixelBytes(long decoded, long planes) {
        private static final int COLOUR = 3; // channels

        static PixelBytes of(ImageReader reader) throws IOException {
            Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
            if (!types.hasNext()) {
                return new PixelBytes(COLOUR * Short.BYTES, COLOUR * Float.BYTES);
            }
            ImageTypeSpecifier type = types.next();
            boolean grey = type.getColorModel() instanceof IndexColorModel palette
                    ? RasterPlanes.isGrey(palette)
                    : type.getNumBands() < COLOUR;
            int bits = DataBuffer.getDataTypeSize(type.getSampleModel().getDataType());
            return new PixelBytes(
                    (long) type.getNumBands() * Math.max(1, bits / Byte.SIZE),
                    (long) (grey ? 1 : COLOUR) * Float.BYTES);
        }
    }

    /** Other warnings, as of bytes between segments or of a colour profile, leave the pixels whole. */
    private static boolean tellsOfMissingData(String warning) {
        String text = warning.toLowerCase(Locale.ROOT);
        return text.contains("missing eoi") || text.contains("premature end") || text.contains("bad huffman");
    }

    private static ImageReader readerOf(ImageInputStream stream) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
        if (!readers.hasNext()) {
            throw new IOException("it is neither PNG nor JPEG");
        }
        ImageReader reader = readers.next();
        reader.setInput(stream, true, true);
        return reader;
    }

    private static String missing(Path file) {
        return Files.isDirectory(file) ? "image is a directory" : "image does not exist";
    }

    private static UserInputException unreadable(Path file, Exception cause) {
        if (cause instanceof NoSuchFileException || !Files.isRegularFile(file)) {
            return new UserInputException(file.toString(), missing(file));
        }
        return new UserInputException(
                file.toString(),
                "image cannot be decoded, " + ReadFailure.reason(file, cause),
                "expected a complete PNG or JPEG file");
    }
}
