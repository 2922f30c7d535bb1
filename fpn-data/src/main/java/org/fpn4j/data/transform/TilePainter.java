package org.fpn4j.data.transform;

import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.image.Picture;

/** Paints pictures into the input: resampled once, then changed, normalised, and covered. Thread-safe. */
final class TilePainter {
    private final InputSize input;
    private final NormalizationConfig normalization;
    private final Light light;
    private final DrawnTransforms transforms;

    TilePainter(
            InputSize input,
            NormalizationConfig normalization,
            AugmentationConfig augmentation,
            DrawnTransforms transforms) {
        this.input = input;
        this.normalization = normalization;
        this.light = new Light(augmentation.brightness(), augmentation.contrast());
        this.transforms = transforms;
    }

    /** Paints a tile's picture over {@code [3, H, W]}. */
    void paint(Picture picture, Tile tile, float[] pixels) {
        requireSize(picture, tile.image());
        Box part = tile.painted();
        if (!part.hasArea()) {
            return;
        }
        PaintedPicture painted = tile.isTurned()
                ? TurnedResampling.paint(picture, tile.geometry().map(), part)
                : alongAxes(picture, tile.placement(), part);
        light.change(painted, tile.random());
        transforms.change(painted, tile.draws());
        normalise(painted, part, pixels);
        tile.cover().rectangles().forEach(rectangle -> hide(rectangle, pixels));
    }

    private static void requireSize(Picture picture, ImageEntry image) {
        if (picture.width() != image.width() || picture.height() != image.height()) {
            throw new UserInputException(
                    image.source().name(),
                    "image has size[" + picture.width() + "x" + picture.height() + "], it had size[" + image.width()
                            + "x" + image.height() + "] when the data set was opened");
        }
    }

    private static PaintedPicture alongAxes(Picture picture, Placement placement, Box part) {
        Resampling columns = new Resampling(
                picture.width(),
                placement.width(),
                (int) part.x1() - placement.left(),
                (int) part.width(),
                placement.mirrored());
        Resampling rows = new Resampling(
                picture.height(), placement.height(), (int) part.y1() - placement.top(), (int) part.height(), false);
        float[][] planes = new float[picture.channels()][];
        for (int channel = 0; channel < planes.length; channel++) {
            int start = channel * picture.height() * picture.width();
            planes[channel] = Resampling.plane(picture.planes(), start, picture.width(), columns, rows);
        }
        return new PaintedPicture((int) part.height(), (int) part.width(), planes);
    }

    private void normalise(PaintedPicture painted, Box part, float[] pixels) {
        int width = painted.width();
        for (int channel = 0; channel < 3; channel++) {
            float[] plane = painted.plane(Math.min(normalization.colour(channel), painted.channels() - 1));
            float mean = normalization.mean().get(channel).floatValue();
            float factor = (float) (1 / normalization.std().get(channel));
            for (int y = 0; y < painted.height(); y++) {
                int to = (channel * input.height() + (int) part.y1() + y) * input.width() + (int) part.x1();
                for (int x = 0; x < width; x++) {
                    if (painted.shows(y * width + x)) {
                        pixels[to + x] = (plane[y * width + x] - mean) * factor;
                    }
                }
            }
        }
    }

    private void hide(Box rectangle, float[] pixels) {
        for (int channel = 0; channel < 3; channel++) {
            for (int y = (int) rectangle.y1(); y < rectangle.y2(); y++) {
                int row = (channel * input.height() + y) * input.width();
                for (int x = (int) rectangle.x1(); x < rectangle.x2(); x++) {
                    pixels[row + x] = normalization.padded(channel);
                }
            }
        }
    }
}
