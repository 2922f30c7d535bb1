package org.fpn4j.data.dicom;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.fpn4j.data.image.Picture;

/**
 * How cells become a picture: one of the two, or neither for colours that are stored as such.
 *
 * @param scale of grey pixels
 * @param palette of indices
 */
record Rendering(Optional<GreyScale> scale, Optional<Palette> palette) {
    static Rendering of(DataSet set, PixelLayout layout, List<String> notes) throws IOException {
        boolean grey = layout.photometric().isGrey();
        boolean index = layout.photometric() == Photometric.PALETTE;
        return new Rendering(
                grey ? Optional.of(GreyScale.of(set, layout, notes)) : Optional.empty(),
                index ? Optional.of(Palette.of(set, layout.bits().signed())) : Optional.empty());
    }

    Picture picture(Cells cells, PixelLayout layout) {
        int width = layout.size().width();
        int height = layout.size().height();
        if (scale.isPresent()) {
            float[] plane = new float[cells.pixels()];
            float[] greys = scale.get().greys(cells);
            for (int pixel = 0; pixel < plane.length; pixel++) {
                plane[pixel] = greys[cells.at(pixel, 0)];
            }
            return new Picture(width, height, 1, plane);
        }
        float[] planes = new float[3 * cells.pixels()];
        if (palette.isPresent()) {
            fillFromPalette(planes, cells, palette.get());
        } else {
            fillColours(planes, cells);
        }
        return new Picture(width, height, 3, planes);
    }

    private static void fillFromPalette(float[] planes, Cells cells, Palette palette) {
        float[] values = new float[cells.bits().cells()];
        for (int channel = 0; channel < 3; channel++) {
            for (int cell = 0; cell < values.length; cell++) {
                values[cell] = palette.value(channel, cells.bits().value(cell));
            }
            for (int pixel = 0; pixel < cells.pixels(); pixel++) {
                planes[channel * cells.pixels() + pixel] = values[cells.at(pixel, 0)];
            }
        }
    }

    private static void fillColours(float[] planes, Cells cells) {
        int pixels = cells.pixels();
        float most = cells.bits().most();
        float middle = 1 << (cells.bits().stored() - 1);
        for (int pixel = 0; pixel < pixels; pixel++) {
            float first = cells.bits().value(cells.at(pixel, 0));
            float second = cells.bits().value(cells.at(pixel, 1));
            float third = cells.bits().value(cells.at(pixel, 2));
            if (cells.luminanceFirst()) { // PS3.3, C.7.6.3.1.2
                float blue = second - middle;
                float red = third - middle;
                second = Math.round(first - 0.344136f * blue - 0.714136f * red);
                third = Math.round(first + 1.772f * blue);
                first = Math.round(first + 1.402f * red);
            }
            planes[pixel] = clamp(first / most);
            planes[pixels + pixel] = clamp(second / most);
            planes[2 * pixels + pixel] = clamp(third / most);
        }
    }

    private static float clamp(float value) {
        return Math.max(0, Math.min(value, 1));
    }
}
