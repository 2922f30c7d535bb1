package org.fpn4j.data.coco;

import java.util.Locale;
import java.util.Optional;

/** Yes and no as annotation files spell them. */
public final class Flags {
    private Flags() {}

    /** {@code 1}, {@code 1.0}, {@code True}; {@code 0}, {@code 0.0}, {@code False}, nothing; empty for anything else. */
    public static Optional<Boolean> of(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "1", "1.0", "true", "yes" -> Optional.of(true);
            case "", "0", "0.0", "false", "no", "null", "none", "unspecified" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
