package org.fpn4j.config;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.util.Locale;

/** Spelling of names in YAML: {@code outChannels} is the key {@code out_channels}, {@code FAST_SUM} the value {@code fast_sum}. */
public final class KeyName {
    private static final PropertyNamingStrategies.SnakeCaseStrategy SNAKE_CASE =
            new PropertyNamingStrategies.SnakeCaseStrategy();

    private KeyName() {}

    /** The key of a record's component: {@code outChannels} is {@code out_channels}. */
    public static String ofComponent(String javaName) {
        return SNAKE_CASE.translate(javaName);
    }

    /** The value that names a constant: {@code LOG_IOU} is {@code log_iou}. */
    public static String ofConstant(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
