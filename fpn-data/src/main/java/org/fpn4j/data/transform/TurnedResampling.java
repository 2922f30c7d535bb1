package org.fpn4j.data.transform;

import org.fpn4j.core.detection.Box;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.mask.PixelMap;

/**
 * Paints a picture whose rows do not stay rows, by the place in the picture that each pixel's middle comes from: bilinear, and
 * where it shrinks, with the triangles of {@link Resampling} along the picture's axes, each as wide as a pixel of the input is
 * long on it. Without a turn it gives what that gives.
 */
final class TurnedResampling {
    private final Picture picture;
    private final PixelMap map;
    private final Axis across;
    private final Axis down;

    /** Weights of the pixels around a place on one axis. */
    private static final class Axis {
        private final int length;
        private final double support;
        private final double[] weights;
        private int first;
        private int count;

        Axis(int length, double alongRows, double alongColumns) {
            this.length = length;
            this.support = Math.max(1, Math.sqrt(alongRows * alongRows + alongColumns * alongColumns));
            this.weights = new double[(int) Math.min(length, Math.ceil(2 * support) + 2)];
        }

        void at(double center) {
            first = Math.max(0, (int) Math.floor(center - support));
            int end = Math.min(length, (int) Math.ceil(center + support));
            count = end - first;
            double sum = 0;
            for (int tap = 0; tap < count; tap++) {
                weights[tap] = Math.max(0, 1 - Math.abs((first + tap + 0.5 - center) / support));
                sum += weights[tap];
            }
            for (int tap = 0; tap < count; tap++) {
                weights[tap] /= sum;
            }
        }
    }

    private TurnedResampling(Picture picture, PixelMap map) {
        double determinant = map.determinant();
        this.picture = picture;
        this.map = map;
        this.across = new Axis(picture.width(), map.scaleY() / determinant, map.skewX() / determinant);
        this.down = new Axis(picture.height(), map.skewY() / determinant, map.scaleX() / determinant);
    }

    /**
     * Paints a part of the input.
     *
     * @param map from the picture to the input
     * @param part in whole pixels
     */
    static PaintedPicture paint(Picture picture, PixelMap map, Box part) {
        return new TurnedResampling(picture, map).paint(part);
    }

    private PaintedPicture paint(Box part) {
        int width = (int) part.width();
        int height = (int) part.height();
        float[][] planes = new float[picture.channels()][width * height];
        boolean[] shown = new boolean[width * height];
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                double x = part.x1() + column + 0.5;
                double y = part.y1() + row + 0.5;
                double fromX = map.xHere(x, y);
                double fromY = map.yHere(x, y);
                if (fromX >= 0 && fromX < picture.width() && fromY >= 0 && fromY < picture.height()) {
                    int place = row * width + column;
                    shown[place] = true;
                    across.at(fromX);
                    down.at(fromY);
                    for (int channel = 0; channel < planes.length; channel++) {
                        planes[channel][place] = (float) value(channel);
                    }
                }
            }
        }
        return new PaintedPicture(height, width, planes, shown);
    }

    private double value(int channel) {
        float[] values = picture.planes();
        double sum = 0;
        for (int row = 0; row < down.count; row++) {
            int from = (channel * picture.height() + down.first + row) * picture.width() + across.first;
            double ofRow = 0;
            for (int column = 0; column < across.count; column++) {
                ofRow += across.weights[column] * values[from + column];
            }
            sum += down.weights[row] * ofRow;
        }
        return sum;
    }
}
