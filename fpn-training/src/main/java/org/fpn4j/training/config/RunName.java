package org.fpn4j.training.config;

/** Names of experiments and ablations, which become names of directories below {@code runs}. */
public final class RunName {
    private static final int LONGEST = 100; // characters; file systems end at 255 bytes

    /** What messages say would be right. */
    public static final String EXPECTATION =
            "must be the name of one directory: up to " + LONGEST + " characters, not blank, no / or \\, not . or ..";

    private RunName() {}

    /** Whether a name is one element of a path. */
    public static boolean fits(String name) {
        return !name.isBlank()
                && name.length() <= LONGEST
                && !name.equals(".")
                && !name.equals("..")
                && name.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
    }
}
