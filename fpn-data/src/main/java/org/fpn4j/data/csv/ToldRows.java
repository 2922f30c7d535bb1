package org.fpn4j.data.csv;

import java.nio.file.Path;
import org.fpn4j.config.problem.Problems;

/** What is wrong with rows of a file: the first ones in words, the others by their number. */
final class ToldRows {
    private static final int MOST_TOLD = 20;

    private final Path file;
    private final Problems problems = new Problems();
    private int count;

    ToldRows(Path file) {
        this.file = file;
    }

    void add(int line, String what, String... hints) {
        add(file + ":" + line, what, hints);
    }

    /** Of a row that may stand in another file. */
    void add(LabelRow row, String what, String... hints) {
        add(row.where(), what, hints);
    }

    private void add(String where, String what, String... hints) {
        if (++count <= MOST_TOLD) {
            problems.add(where, what, hints);
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    void throwIfAny() {
        if (count > MOST_TOLD) {
            problems.add(file.toString(), "[" + (count - MOST_TOLD) + "] more rows are like these");
        }
        problems.throwIfAny();
    }
}
