package org.fpn4j.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;

/** The first picture of a file that a decoder of Java's plug-ins reads. */
final class ImageIoPicture implements EncodedPicture {
    private static final int COLOUR = 3; // channels

    private final ImageReader reader;
    private final PictureSize size;
    private final int channels;
    private final int bytesOfPixel;

    private ImageIoPicture(ImageReader reader) throws IOException {
        this.reader = reader;
        this.size = new PictureSize(reader.getWidth(0), reader.getHeight(0));
        Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
        if (types.hasNext()) {
            ImageTypeSpecifier type = types.next();
            boolean grey = type.getColorModel() instanceof IndexColorModel palette
                    ? RasterPlanes.isGrey(palette)
                    : type.getNumBands() < COLOUR;
            int bits = DataBuffer.getDataTypeSize(type.getSampleModel().getDataType());
            this.channels = grey ? 1 : COLOUR;
            this.bytesOfPixel = type.getNumBands() * Math.max(1, bits / Byte.SIZE);
        } else {
            this.channels = COLOUR;
            this.bytesOfPixel = COLOUR * Short.BYTES;
        }
    }

    /** By the first plug-in that knows the content. */
    static ImageIoPicture of(byte[] content) throws IOException {
        return of(readerOf(new ContentStream(content)));
    }

    /** @param reader has its input; is disposed of where it reads none */
    static ImageIoPicture of(ImageReader reader) throws IOException {
        try {
            return new ImageIoPicture(reader);
        } catch (IOException | RuntimeException e) {
            reader.dispose();
            throw e;
        }
    }

    /** The size alone, from the start of a stream. */
    static PictureSize size(ImageInputStream stream) throws IOException {
        stream.seek(0);
        ImageReader reader = readerOf(stream);
        try {
            return new PictureSize(reader.getWidth(0), reader.getHeight(0));
        } finally {
            reader.dispose();
        }
    }

    private static ImageReader readerOf(ImageInputStream stream) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
        if (!readers.hasNext()) {
            throw new IOException("no decoder knows it");
        }
        ImageReader reader = readers.next();
        reader.setInput(stream, true, true);
        return reader;
    }

    @Override
    public PictureSize size() {
        return size;
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public int bytesOfPixel() {
        return bytesOfPixel;
    }

    @Override
    public Picture decode() throws IOException {
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        BufferedImage image = reader.read(0);
        for (String warning : warnings) {
            if (tellsOfMissingData(warning)) {
                throw new IOException(warning);
            }
        }
        return RasterPlanes.of(image);
    }

    /** Other warnings, as of bytes between segments or of a colour profile, leave the pixels whole. */
    private static boolean tellsOfMissingData(String warning) {
        String text = warning.toLowerCase(Locale.ROOT);
        return text.contains("missing eoi") || text.contains("premature end") || text.contains("bad huffman");
    }

    @Override
    public void close() {
        reader.dispose();
    }
}
