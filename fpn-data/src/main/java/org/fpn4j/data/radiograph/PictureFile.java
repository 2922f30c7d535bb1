package org.fpn4j.data.radiograph;

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
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.fpn4j.data.dicom.DicomWriter;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PixelSpacing;

/** Formats of one grey picture. */
enum PictureFile {
    PNG(".png") {
        @Override
        void write(OutputStream out, Picture picture, int bits, String name) throws IOException {
            try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
                ImageIO.write(grey(picture, bits == 16), "png", stream);
            }
        }
    },
    DICOM(".dcm") {
        @Override
        void write(OutputStream out, Picture picture, int bits, String name) throws IOException {
            double spacing = CHEST_MILLIMETRES / picture.width();
            new DicomWriter(bits, new PixelSpacing(spacing, spacing)).write(out, picture, name);
        }
    };

    /** What a radiograph of a chest is wide. */
    private static final double CHEST_MILLIMETRES = 350;

    private final String ending;

    PictureFile(String ending) {
        this.ending = ending;
    }

    /** With the point. */
    String ending() {
        return ending;
    }

    /**
     * Writes a picture.
     *
     * @param bits 8 or 16
     * @param name of the picture among those of its data set
     */
    abstract void write(OutputStream out, Picture picture, int bits, String name) throws IOException;

    private static BufferedImage grey(Picture picture, boolean wide) {
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
}
