package org.fpn4j.experiments.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Values along an axis.
 *
 * @param low the least
 * @param high above it
 * @param from where the least lies
 * @param to where the largest lies
 */
record Scale(double low, double high, double from, double to) {
    private static final double LEAST_SPAN = 0.02; // less would show rounding as differences
    private static final int MOST_TICKS = 6;

    Scale {
        if (!(low < high)) {
            throw new IllegalArgumentException("low[" + low + "] must be below high[" + high + "]");
        }
    }

    /** Around all values with some room. */
    static Scale around(List<Double> values, double from, double to) {
        double least = values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double largest = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        double span = Math.max(LEAST_SPAN, largest - least);
        double middle = (least + largest) / 2;
        return new Scale(middle - 0.56 * span, middle + 0.56 * span, from, to);
    }

    double at(double value) {
        return from + (to - from) * (value - low) / (high - low);
    }

    /** Round values within the scale. */
    List<Double> ticks() {
        double step = step();
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** A tick as it is written. */
    String written(double tick) {
        int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step()) - 1e-9));
        String text = String.format(Locale.ROOT, "%." + decimals + "f", tick);
        return text.matches("-0(\\.0+)?") ? text.substring(1) : text;
    }

    /** 1, 2 or 5 times a power of ten. */
    private double step() {
        double power = Math.pow(10, Math.floor(Math.log10(high - low)));
        for (double part : new double[] {0.2, 0.5, 1}) {
            if ((high - low) / (part * power) <= MOST_TICKS) {
                return part * power;
            }
        }
        return 2 * power;
    }
}
