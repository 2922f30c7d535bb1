package org.fpn4j.experiments.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** Numbers as a reader of tables wants them; the same in every locale. */
final class Numbers {
    /** Stands where there was nothing to measure. */
    static final String NOTHING = "\u2013";

    private Numbers() {}

    /** A score in [0, 1] with three decimals; an en dash where it is negative or NaN. */
    static String score(double value) {
        return value >= 0 ? fixed(value, 3) : NOTHING;
    }

    static String fixed(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** Three digits that count: {@code 0.0123}, {@code 1.50E-5}. */
    static String brief(double value) {
        return Math.abs(value) >= 1e-3 && Math.abs(value) < 1e4
                ? new BigDecimal(value).round(new MathContext(3)).toPlainString()
                : String.format(Locale.ROOT, "%.2E", value);
    }

    /** Whole numbers in groups of three, with spaces that do not break. */
    static String grouped(long value) {
        return String.format(Locale.ROOT, "%,d", value).replace(',', '\u202F');
    }

    /** As many decimals for a column as give its largest value about four digits. */
    static int decimals(DoubleStream column) {
        double largest = column.map(Math::abs).filter(Double::isFinite).max().orElse(0);
        if (largest >= 1000) {
            return 0;
        }
        if (largest >= 100) {
            return 1;
        }
        return largest >= 10 ? 2 : 3;
    }

    /** {@code 0.8 s}, {@code 47 s}, {@code 12 min 05 s}, {@code 3 h 20 min}. */
    static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (seconds < 10) {
            return fixed(seconds, 1) + " s";
        }
        if (whole < 60) {
            return whole + " s";
        }
        if (whole < 3600) {
            return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
        }
        return String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
    }
}
