package org.fpn4j.evaluation.coco;

import java.nio.file.Path;
import org.fpn4j.config.problem.Problems;

/** The faults of a file's entries; past the first hundred they are counted only, for nobody reads a thousand lines. */
final class FileFaults {
    private static final int MOST_TOLD = 100;

    private final Path file;
    private final Problems problems = new Problems();
    private int count;

    FileFaults(Path file) {
        this.file = file;
    }

    void add(String place, String what, String... hints) {
        count++;
        if (count <= MOST_TOLD) {
            problems.add(file + " " + place, what, hints);
        }
    }

    void throwIfAny() {
        if (count > MOST_TOLD) {
            problems.add(file.toString(), "file has [" + (count - MOST_TOLD) + "] more faults like these");
        }
        problems.throwIfAny();
    }
}
