package org.fpn4j.experiments.survey;

import java.util.Locale;

/** Numbers and names as a reader of tables wants them. */
final class Values {
    private static final String NOTHING = "\u2013"; // where there was nothing to measure

    private Values() {}

    static String fixed(double value, int decimals) {
        return Double.isNaN(value) ? NOTHING : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    static String whole(int value) {
        return Integer.toString(value);
    }

    /** {@code 1 image}, {@code 2 images}. */
    static String counted(int count, String one) {
        return count + " " + (count == 1 ? one : one.endsWith("s") ? one + "es" : one + "s");
    }

    /** What people call a file, without the folders that it lies in. */
    static String baseName(String fileName) {
        return fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
    }
}
