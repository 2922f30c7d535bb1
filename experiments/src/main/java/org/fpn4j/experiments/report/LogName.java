package org.fpn4j.experiments.report;

import java.util.Locale;
import java.util.Map;

/** Names of numbers in the log of a run, as people read them. */
final class LogName {
    private static final Map<String, String> WORDS =
            Map.of("lr", "learning rate", "grad_norm", "gradient norm", "val_loss", "validation loss");

    private LogName() {}

    /** Whether it is a loss of images that nothing was learned from. */
    static boolean isLoss(String name) {
        return name.endsWith("_loss");
    }

    /** Whether it is one of several that are parts of a whole. */
    static boolean isPart(String name) {
        return name.contains(".");
    }

    /** The same at the beginning of a line. */
    static String title(String name) {
        String words = of(name);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** Others are read as they are spelled, with spaces. */
    static String of(String name) {
        return WORDS.getOrDefault(name, name.replace('_', ' ').replace('.', ' '));
    }
}
