package org.fpn4j.data.variation;

import org.fpn4j.data.transform.PaintedPicture;

/**
 * What each tile makes of the 256 steps of a value, and what becomes of a pixel between the middles of four tiles. A picture that
 * does not split into tiles goes on mirrored at its right and lower edges.
 */
final class TileHistograms {
    private static final int STEPS = 256;

    private final PaintedPicture picture;
    private final float[] values;
    private final int tiles;
    private final double clipLimit;
    private final int tileWidth;
    private final int tileHeight;
    private final float[][] tables;

    /** @param values {@code [height * width]} of the picture, in [0, 1] */
    TileHistograms(PaintedPicture picture, float[] values, int tiles, double clipLimit) {
        this.picture = picture;
        this.values = values;
        this.tiles = tiles;
        this.clipLimit = clipLimit;
        boolean isSplit = picture.width() % tiles == 0 && picture.height() % tiles == 0;
        // where one side does not split OpenCV adds a column or row of pixels to every tile of the other as well
        this.tileWidth = isSplit ? picture.width() / tiles : picture.width() / tiles + 1;
        this.tileHeight = isSplit ? picture.height() / tiles : picture.height() / tiles + 1;
        this.tables = new float[tiles * tiles][];
        for (int tile = 0; tile < tables.length; tile++) {
            tables[tile] = table(tile / tiles * tileHeight, tile % tiles * tileWidth);
        }
    }

    private float[] table(int top, int left) {
        int[] histogram = new int[STEPS];
        int total = 0;
        for (int y = top; y < top + tileHeight; y++) {
            int row = mirrored(y, picture.height()) * picture.width();
            for (int x = left; x < left + tileWidth; x++) {
                int place = row + mirrored(x, picture.width());
                if (picture.shows(place)) {
                    histogram[Math.round(values[place] * (STEPS - 1))]++;
                    total++;
                }
            }
        }
        clip(histogram, Math.max(1, (int) (clipLimit * total / STEPS)));
        float[] table = new float[STEPS];
        long sum = 0;
        for (int step = 0; step < STEPS; step++) {
            sum += histogram[step];
            table[step] = total == 0 ? step / (STEPS - 1f) : Math.min(1, (float) sum / total);
        }
        return table;
    }

    /** What exceeds the limit goes to all alike, and the rest of it to some at even distances. */
    private static void clip(int[] histogram, int limit) {
        int clipped = 0;
        for (int step = 0; step < STEPS; step++) {
            clipped += Math.max(0, histogram[step] - limit);
            histogram[step] = Math.min(histogram[step], limit);
        }
        int rest = clipped % STEPS;
        for (int step = 0; step < STEPS; step++) {
            histogram[step] += clipped / STEPS;
        }
        int distance = Math.max(1, STEPS / Math.max(1, rest));
        for (int step = 0; step < STEPS && rest > 0; step += distance) {
            histogram[step]++;
            rest--;
        }
    }

    /** Without repeating the edge. */
    private static int mirrored(int place, int length) {
        int period = Math.max(1, 2 * (length - 1));
        int within = place % period;
        return within < length ? within : period - within;
    }

    /** The values that become of all pixels. */
    float[] equalised() {
        float[] result = new float[values.length];
        for (int y = 0; y < picture.height(); y++) {
            float down = (float) y / tileHeight - 0.5f;
            int top = (int) Math.floor(down);
            for (int x = 0; x < picture.width(); x++) {
                float across = (float) x / tileWidth - 0.5f;
                int left = (int) Math.floor(across);
                float value = values[y * picture.width() + x];
                float above = between(at(top, left, value), at(top, left + 1, value), across - left);
                float below = between(at(top + 1, left, value), at(top + 1, left + 1, value), across - left);
                result[y * picture.width() + x] = between(above, below, down - top);
            }
        }
        return result;
    }

    private float at(int row, int column, float value) {
        float[] table = tables[within(row) * tiles + within(column)];
        float place = value * (STEPS - 1);
        int step = Math.min((int) place, STEPS - 2);
        return between(table[step], table[step + 1], place - step);
    }

    private int within(int tile) {
        return Math.max(0, Math.min(tile, tiles - 1));
    }

    private static float between(float first, float second, float share) {
        return first + (second - first) * share;
    }
}
