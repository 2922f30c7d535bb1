package org.fpn4j.experiments.report;

/** Sentences on a terminal. */
public final class Paragraph {
    private static final int WIDTH = 100;

    private Paragraph() {}

    /**
     * Lines of words, each but the first moved in by two more.
     *
     * @param indent spaces before the first
     */
    public static String of(String words, int indent) {
        StringBuilder text = new StringBuilder(" ".repeat(indent));
        int column = indent;
        for (String word : words.split(" ", -1)) {
            if (column > indent && column + 1 + word.length() > WIDTH) {
                text.append('\n').append(" ".repeat(indent + 2));
                column = indent + 2;
            } else if (column > indent) {
                text.append(' ');
                column++;
            }
            text.append(word);
            column += word.length();
        }
        return text.append('\n').toString();
    }
}
