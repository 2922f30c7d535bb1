package org.fpn4j.data.loading;

import java.util.Collections;
import java.util.List;

/**
 * How often each image comes in an epoch, on the average over epochs. An epoch has as many entries as all factors add up
 * to, rounded up, so that all epochs are of one length and schedules know where they are. Each image comes its factor's
 * whole times in every epoch, and once more in as many epochs as the rest of it says: systematic sampling over a shuffled
 * order, whose draws are keyed by the epoch.
 *
 * @param factors of the images in their order, 1 or more each
 */
public record ImageRepeats(List<Double> factors) {
    public ImageRepeats {
        factors = List.copyOf(factors);
        for (double factor : factors) {
            if (!(factor >= 1 && factor < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("factor[" + factor + "] must be >= 1 and finite");
            }
        }
        if (factors.isEmpty() || sum(factors) > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "factors[" + factors.size() + "] must be one or more that add up to an int");
        }
    }

    /** Every image once. */
    public static ImageRepeats once(int images) {
        return new ImageRepeats(Collections.nCopies(images, 1.0));
    }

    /** Images that an epoch shows, those that come again counted again. */
    public int entries() {
        return (int) Math.ceil(sum(factors));
    }

    private static double sum(List<Double> factors) {
        return factors.stream().mapToDouble(Double::doubleValue).sum();
    }

    /**
     * Positions of the images that an epoch shows, as often as it shows them.
     *
     * @param order of all positions, in which the factors are laid one after the other
     * @param offset in [0, 1), where the first entry lies
     * @return as many as {@link #entries()}, in that order
     */
    int[] drawn(int[] order, double offset) {
        int[] entries = new int[entries()];
        double scale = entries.length / sum(factors); // a little above 1: no image is left out
        double reached = 0;
        int taken = 0;
        for (int i = 0; i < order.length; i++) {
            reached += factors.get(order[i]) * scale;
            boolean isLast = i + 1 == order.length; // which takes what rounding of the sum leaves
            long upTo = isLast ? entries.length : Math.min(entries.length, (long) Math.floor(reached + offset));
            while (taken < upTo) {
                entries[taken++] = order[i];
            }
        }
        return entries;
    }
}
