package org.fpn4j.experiments.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.fpn4j.data.checking.CheckListener;

/**
 * A line on standard error while the pictures of a data set are looked at, once that takes longer than a person likes to wait
 * for nothing. On a terminal it is rewritten in place and gone afterwards.
 */
final class PictureProgress implements CheckListener {
    private static final int BAR = 24;
    private static final double SECONDS_OF_SILENCE = 1;
    private static final double SECONDS_BETWEEN_LINES = 10;
    private static final double SECONDS_BETWEEN_REWRITES = 0.2;

    private final PrintStream stream;
    private final boolean terminal;
    private final LongSupplier nanoseconds;
    private String dataset = "";
    private long begun;
    private double due;
    private boolean shown;

    PictureProgress() {
        this(Console.log(), Boolean.getBoolean("fpn.terminal"), System::nanoTime); // the launcher looks
    }

    /** @param nanoseconds of a clock that only goes on */
    PictureProgress(PrintStream stream, boolean terminal, LongSupplier nanoseconds) {
        this.stream = stream;
        this.terminal = terminal;
        this.nanoseconds = nanoseconds;
    }

    @Override
    public synchronized void looked(String name, int done, int total) {
        if (!name.equals(dataset)) {
            dataset = name;
            begun = nanoseconds.getAsLong();
            due = SECONDS_OF_SILENCE;
            shown = false;
        }
        double now = (nanoseconds.getAsLong() - begun) / 1e9;
        if (done == total) {
            if (terminal && shown) {
                stream.print("\r\u001b[K");
                stream.flush();
            }
            dataset = ""; // the same one may be looked at again
        } else if (now >= due) {
            due = now + (terminal ? SECONDS_BETWEEN_REWRITES : SECONDS_BETWEEN_LINES);
            shown = true;
            int filled = (int) ((long) BAR * done / total);
            String line = String.format(
                    Locale.ROOT,
                    "looking at the pictures of %s [%s%s] %d/%d, %.0f s left",
                    name,
                    "#".repeat(filled),
                    ".".repeat(BAR - filled),
                    done,
                    total,
                    now / done * (total - done));
            stream.print(terminal ? "\r" + line + "\u001b[K" : line + "\n");
            stream.flush();
        }
    }
}
