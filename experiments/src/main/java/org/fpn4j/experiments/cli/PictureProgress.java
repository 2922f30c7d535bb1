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
    private static final double SECONDS_OF_SILENCE = 1;

    private final ProgressLine line;
    private final LongSupplier nanoseconds;
    private String dataset = "";
    private long begun;
    private double due;
    private boolean shown;

    PictureProgress() {
        this(Console.log(), ProgressLine.onTerminal(), System::nanoTime);
    }

    /** @param nanoseconds of a clock that only goes on */
    PictureProgress(PrintStream stream, boolean terminal, LongSupplier nanoseconds) {
        this.line = new ProgressLine(stream, terminal);
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
            if (shown) {
                line.clear();
            }
            dataset = ""; // the same one may be looked at again
        } else if (now >= due) {
            due = now + line.secondsBetween();
            shown = true;
            line.show(String.format(
                    Locale.ROOT,
                    "looking at the pictures of %s %s, %.0f s left",
                    name,
                    ProgressLine.bar(done, total),
                    now / done * (total - done)));
        }
    }
}
