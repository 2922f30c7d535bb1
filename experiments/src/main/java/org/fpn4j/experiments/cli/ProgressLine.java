package org.fpn4j.experiments.cli;

import java.io.PrintStream;

/** A line that tells how far something is: on a terminal rewritten in place, elsewhere written anew now and then. */
final class ProgressLine {
    private static final int BAR = 24;
    private static final double SECONDS_BETWEEN_LINES = 10;
    private static final double SECONDS_BETWEEN_REWRITES = 0.2;
    private static final String TO_THE_START = "\r";
    private static final String WITHOUT_THE_REST = "\u001b[K";

    private final PrintStream stream;
    private final boolean terminal;

    ProgressLine(PrintStream stream, boolean terminal) {
        this.stream = stream;
        this.terminal = terminal;
    }

    /** True where the launcher found that a person looks on. */
    static boolean onTerminal() {
        return Boolean.getBoolean("fpn.terminal");
    }

    /** {@code [######..................] 90/360}. */
    static String bar(long done, long total) {
        int filled = (int) (BAR * done / Math.max(1, total));
        return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] " + done + "/" + total;
    }

    double secondsBetween() {
        return terminal ? SECONDS_BETWEEN_REWRITES : SECONDS_BETWEEN_LINES;
    }

    void show(String line) {
        stream.print(terminal ? TO_THE_START + line + WITHOUT_THE_REST : line + "\n");
        stream.flush();
    }

    /** A sentence that stays, in the place of the line. */
    void say(String sentence) {
        stream.println((terminal ? TO_THE_START + WITHOUT_THE_REST : "") + sentence);
    }

    /** Takes the line away. */
    void clear() {
        if (terminal) {
            stream.print(TO_THE_START + WITHOUT_THE_REST);
            stream.flush();
        }
    }

    /** Leaves the line as it is. */
    void end() {
        if (terminal) {
            stream.println();
        }
    }
}
