package org.fpn4j.data.transform;

/**
 * Weights that make one row of target pixels out of a row of source pixels: bilinear with pixel centres at halves. When
 * shrinking, the triangle is widened by the shrink factor, so that every source pixel counts and fine lines do not
 * alias; at the edges the weights that are left are normalised. The filter of Pillow's and torchvision's antialiased
 * bilinear resize.
 */
final class Resampling {
    private final int[] first;
    private final float[][] weights;

    /**
     * @param source length of the source row
     * @param resized length that the whole source row has at the target's scale
     * @param from first target pixel wanted, within [0, resized)
     * @param count target pixels wanted
     * @param mirrored whether the target runs backwards
     */
    Resampling(int source, int resized, int from, int count, boolean mirrored) {
        first = new int[count];
        weights = new float[count][];
        double ratio = (double) source / resized;
        double support = Math.max(1, ratio);
        for (int i = 0; i < count; i++) {
            int target = mirrored ? resized - 1 - (from + i) : from + i;
            double center = (target + 0.5) * ratio;
            int low = Math.max(0, (int) Math.floor(center - support));
            int high = Math.min(source, (int) Math.ceil(center + support));
            double[] raw = new double[high - low];
            double sum = 0;
            for (int tap = low; tap < high; tap++) {
                raw[tap - low] = Math.max(0, 1 - Math.abs((tap + 0.5 - center) / support));
                sum += raw[tap - low];
            }
            first[i] = low;
            weights[i] = new float[raw.length];
            for (int tap = 0; tap < raw.length; tap++) {
                weights[i][tap] = (float) (raw[tap] / sum);
            }
        }
    }

    int count() {
        return first.length;
    }

    int first(int target) {
        return first[target];
    }

    float[] weights(int target) {
        return weights[target];
    }

    /** The first source pixel that any target needs. */
    int lowest() {
        int lowest = Integer.MAX_VALUE;
        for (int value : first) {
            lowest = Math.min(lowest, value);
        }
        return lowest;
    }

    /** One past the last source pixel that any target needs. */
    int highest() {
        int highest = 0;
        for (int i = 0; i < first.length; i++) {
            highest = Math.max(highest, first[i] + weights[i].length);
        }
        return highest;
    }

    /**
     * Resamples a plane on both axes.
     *
     * @param plane values, of which one channel starts at {@code start}, rows of {@code width}
     * @return {@code [rows.count, columns.count]}
     */
    static float[] plane(float[] plane, int start, int width, Resampling columns, Resampling rows) {
        int low = rows.lowest();
        int high = rows.highest();
        int count = columns.count();
        float[] wide = new float[(high - low) * count];
        for (int y = low; y < high; y++) {
            int row = start + y * width;
            for (int x = 0; x < count; x++) {
                float[] taps = columns.weights[x];
                int from = row + columns.first[x];
                float sum = 0;
                for (int tap = 0; tap < taps.length; tap++) {
                    sum += taps[tap] * plane[from + tap];
                }
                wide[(y - low) * count + x] = sum;
            }
        }
        float[] result = new float[rows.count() * count];
        for (int y = 0; y < rows.count(); y++) {
            float[] taps = rows.weights[y];
            for (int tap = 0; tap < taps.length; tap++) {
                int from = (rows.first[y] + tap - low) * count;
                float weight = taps[tap];
                for (int x = 0; x < count; x++) {
                    result[y * count + x] += weight * wide[from + x];
                }
            }
        }
        return result;
    }
}
