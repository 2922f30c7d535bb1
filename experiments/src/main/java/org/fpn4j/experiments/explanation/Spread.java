package org.fpn4j.experiments.explanation;

import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A number of several runs.
 *
 * @param sd standard deviation over the runs; NaN of one
 */
record Spread(double mean, double sd) {
    static Spread of(DoubleStream values) {
        double[] all = values.toArray();
        double mean = DoubleStream.of(all).average().orElse(Double.NaN);
        double squares = DoubleStream.of(all)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return new Spread(mean, all.length < 2 ? Double.NaN : Math.sqrt(squares / (all.length - 1)));
    }

    /** With so many decimals, {@code 0.500±0.012}; a dash where there is nothing. */
    String text(int decimals) {
        if (Double.isNaN(mean)) {
            return "–";
        }
        String value = String.format(Locale.ROOT, "%." + decimals + "f", mean);
        return Double.isNaN(sd) ? value : value + String.format(Locale.ROOT, "±%." + decimals + "f", sd);
    }

    /** The same with its sign; what rounds to 0 has none. */
    String signed(int decimals) {
        String text = text(decimals);
        if (text.startsWith("-")) {
            return text.matches("-[0.]+(±.*)?") ? text.substring(1) : text;
        }
        return text.matches("[0.]+(±.*)?") ? text : "+" + text;
    }

    /** With three significant digits, whatever its size. */
    String digits() {
        return Double.isNaN(mean) ? "–" : rounded(mean) + (Double.isNaN(sd) ? "" : "±" + rounded(sd));
    }

    private static String rounded(double value) {
        return value == 0 ? "0" : String.format(Locale.ROOT, "%.3g", value);
    }

    /** For JSON, where there is no NaN. */
    Double sdOrNull() {
        return Double.isNaN(sd) ? null : sd;
    }

    Double meanOrNull() {
        return Double.isNaN(mean) ? null : mean;
    }
}
