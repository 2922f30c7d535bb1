package org.fpn4j.claim;

import java.time.Duration;

/**
 * How often who has a claim gives a sign of life, and how long others wait for one.
 *
 * @param between two signs
 * @param patience without a sign, after which a claim is nobody's; watched by one machine's clock
 */
public record Pace(Duration between, Duration patience) {
    /** For file systems that show one machine's changes to others within seconds. */
    public static final Pace USUAL = new Pace(Duration.ofSeconds(5), Duration.ofSeconds(60));

    public Pace {
        if (between.isNegative() || between.isZero() || between.multipliedBy(3).compareTo(patience) > 0) {
            throw new IllegalArgumentException("patience must be three times what is between signs, or longer");
        }
    }
}
