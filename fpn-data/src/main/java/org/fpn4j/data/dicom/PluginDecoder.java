package org.fpn4j.data.dicom;

import java.awt.image.DataBufferUShort;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.fpn4j.data.image.ContentStream;

/** JPEG and JPEG 2000 by plug-ins of Java's: samples as they are coded, before any conversion of colours. */
final class PluginDecoder {
    private static final String JPEG = "JPEG-Lossless"; // a name of one plug-in, which knows the others, too
    private static final String JPEG_2000 = "jpeg 2000";

    private PluginDecoder() {}

    /** Samples pixel by pixel, little endian. */
    static byte[] jpeg(byte[] stream, JpegFrame frame, PixelLayout layout) throws IOException {
        return samples(ImageIO.getImageReadersByFormatName(JPEG), stream, layout, !frame.lossless());
    }

    /** Whether somebody has put a plug-in for JPEG 2000 on the class path. */
    static boolean knowsJpeg2000() {
        return ImageIO.getImageReadersByFormatName(JPEG_2000).hasNext();
    }

    /** Samples pixel by pixel, little endian. */
    static byte[] jpeg2000(byte[] stream, PixelLayout layout) throws IOException {
        return samples(ImageIO.getImageReadersByFormatName(JPEG_2000), stream, layout, /* raw= */ false);
    }

    private static byte[] samples(Iterator<ImageReader> readers, byte[] content, PixelLayout layout, boolean raw)
            throws IOException {
        ImageReader reader = readers.next();
        try (ImageInputStream stream = new ContentStream(content)) {
            reader.setInput(stream, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if (width != layout.size().width() || height != layout.size().height()) {
                throw new IOException("its coded pixels have size[" + width + "x" + height
                        + "], and its data set says [" + layout.size() + "]");
            }
            List<String> warnings = new ArrayList<>();
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning.toLowerCase(Locale.ROOT)));
            Raster raster = raw ? reader.readRaster(0, null) : reader.read(0).getRaster();
            for (String warning : warnings) {
                if (warning.contains("premature end") || warning.contains("bad huffman")) {
                    throw new IOException("its coded pixels end early or are damaged");
                }
            }
            return bytes(raster, layout);
        } catch (RuntimeException | ThreadDeath e) { // that of JPEG 2000 ends so where a stream ends early
            throw new IOException("its coded pixels are damaged, or of a kind that is not decoded", e);
        } finally {
            reader.dispose();
        }
    }

    private static byte[] bytes(Raster raster, PixelLayout layout) throws IOException {
        int samples = layout.samples();
        if (raster.getNumBands() < samples) {
            throw new IOException("its coded pixels have components[" + raster.getNumBands()
                    + "], and its data set says [" + samples + "]");
        }
        int cell = layout.bits().bytesOfCell();
        int width = raster.getWidth();
        byte[] bytes = new byte[Math.multiplyExact(width * samples * cell, raster.getHeight())];
        if (cell == 2 && raster.getDataBuffer() instanceof DataBufferUShort words && isPlain(raster, words)) {
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer()
                    .put(words.getData(), 0, bytes.length / 2);
            return bytes;
        }
        int[] row = new int[width * raster.getNumBands()];
        int to = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                for (int sample = 0; sample < samples; sample++) {
                    int value = row[x * raster.getNumBands() + sample];
                    bytes[to++] = (byte) value;
                    if (cell == 2) {
                        bytes[to++] = (byte) (value >> Byte.SIZE);
                    }
                }
            }
        }
        return bytes;
    }

    /** Whether an array has the samples of one channel and nothing else, as that of most radiographs: a call per row costs more. */
    private static boolean isPlain(Raster raster, DataBufferUShort words) {
        return raster.getNumBands() == 1
                && words.getNumBanks() == 1
                && words.getOffset() == 0
                && raster.getSampleModelTranslateX() == 0
                && raster.getSampleModelTranslateY() == 0
                && words.getSize() == raster.getWidth() * raster.getHeight();
    }
}
