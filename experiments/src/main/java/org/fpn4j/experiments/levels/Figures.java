package org.fpn4j.experiments.levels;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as a reader of tables and sentences wants them. */
final class Figures {
    private static final String NOTHING = "\u2013"; // where there was nothing to measure

    private Figures() {}

    static String fixed(OptionalDouble value, int decimals) {
        return value.isPresent() ? fixed(value.getAsDouble(), decimals) : NOTHING;
    }

    static String fixed(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** As few digits as the decimals leave: {@code 2}, {@code 2.828}. */
    static String plain(double value, int decimals) {
        return new BigDecimal(fixed(value, decimals)).stripTrailingZeros().toPlainString();
    }

    /** A share without its sign: {@code 12}, {@code 0.4}, {@code 99.7}; 0 and 100 are none and all alone. */
    static String percent(OptionalDouble share) {
        return share.isPresent() ? percent(share.getAsDouble()) : NOTHING;
    }

    private static String percent(double share) {
        double percent = 100 * share;
        if (percent == 0 || percent == 100 || (percent >= 1 && percent <= 99)) {
            return fixed(percent, 0);
        }
        return fixed(Math.max(0.1, Math.min(99.9, percent)), 1);
    }
}
