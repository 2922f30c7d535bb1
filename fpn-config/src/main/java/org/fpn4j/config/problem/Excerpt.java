package org.fpn4j.config.problem;

/** What a message shows of a text that somebody else wrote: the beginning, on one line. */
public final class Excerpt {
    private static final int LONGEST = 200;

    private Excerpt() {}

    /** The text itself if it is short; of a longer one the beginning and how long it is. */
    public static String of(String text) {
        int length = text.length();
        int end = Math.min(length, LONGEST);
        if (end < length && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        StringBuilder shown = new StringBuilder();
        text.substring(0, end)
                .codePoints()
                .forEach(point -> shown.appendCodePoint(Character.isISOControl(point) ? '\uFFFD' : point));
        return end == length ? shown.toString() : shown + "... (" + length + " characters)";
    }
}
