package org.fpn4j.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferUShort;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Float planes of an AWT image. Common rasters are read straight from their arrays: the stored values are wanted, not
 * what a colour conversion makes of them, and a call per pixel would cost more than decoding.
 */
final class RasterPlanes {
    static final float[] OF_BYTE = new float[256];

    static {
        for (int value = 0; value < OF_BYTE.length; value++) {
            OF_BYTE[value] = value / 255f;
        }
    }

    private RasterPlanes() {}

    static Picture of(BufferedImage image) {
        Raster raster = image.getRaster();
        if (image.getColorModel() instanceof IndexColorModel palette) {
            return ofPalette(raster, palette);
        }
        if (raster.getSampleModel() instanceof ComponentSampleModel model && !image.isAlphaPremultiplied()) {
            DataBuffer buffer = raster.getDataBuffer();
            if (buffer instanceof DataBufferByte || buffer instanceof DataBufferUShort) {
                return ofComponents(raster, model, buffer);
            }
        }
        return ofPackedRows(image);
    }

    private static Picture ofComponents(Raster raster, ComponentSampleModel model, DataBuffer buffer) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        int channels = model.getNumBands() < 3 ? 1 : 3; // grey and alpha, or RGB and alpha: alpha comes last
        float[] planes = new float[channels * height * width];
        int step = model.getPixelStride();
        for (int channel = 0; channel < channels; channel++) {
            int bank = model.getBankIndices()[channel];
            int first = buffer.getOffsets()[bank]
                    + model.getOffset(-raster.getSampleModelTranslateX(), -raster.getSampleModelTranslateY(), channel);
            for (int y = 0; y < height; y++) {
                int from = first + y * model.getScanlineStride();
                int to = (channel * height + y) * width;
                if (buffer instanceof DataBufferByte bytes) {
                    byte[] values = bytes.getData(bank);
                    for (int x = 0; x < width; x++, from += step) {
                        planes[to + x] = OF_BYTE[values[from] & 0xFF];
                    }
                } else {
                    short[] values = ((DataBufferUShort) buffer).getData(bank);
                    for (int x = 0; x < width; x++, from += step) {
                        planes[to + x] = (values[from] & 0xFFFF) / 65535f;
                    }
                }
            }
        }
        return new Picture(width, height, channels, planes);
    }

    private static Picture ofPalette(Raster raster, IndexColorModel palette) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        int[] colours = new int[palette.getMapSize()];
        palette.getRGBs(colours);
        int channels = isGrey(palette) ? 1 : 3;
        float[] planes = new float[channels * height * width];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            raster.getSamples(0, y, width, 1, 0, row);
            for (int x = 0; x < width; x++) {
                row[x] = colours[Math.min(row[x], colours.length - 1)];
            }
            fillRow(planes, channels, width, height, y, row);
        }
        return new Picture(width, height, channels, planes);
    }

    /** Whether all colours of a palette are shades of grey. */
    static boolean isGrey(IndexColorModel palette) {
        for (int i = 0; i < palette.getMapSize(); i++) {
            if (palette.getRed(i) != palette.getGreen(i) || palette.getGreen(i) != palette.getBlue(i)) {
                return false;
            }
        }
        return true;
    }

    private static Picture ofPackedRows(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        float[] planes = new float[3 * height * width];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            fillRow(planes, 3, width, height, y, row);
        }
        return new Picture(width, height, 3, planes);
    }

    private static void fillRow(float[] planes, int channels, int width, int height, int y, int[] colours) {
        for (int channel = 0; channel < channels; channel++) {
            int shift = 16 - 8 * channel;
            int to = (channel * height + y) * width;
            for (int x = 0; x < width; x++) {
                planes[to + x] = OF_BYTE[colours[x] >> shift & 0xFF];
            }
        }
    }
}
