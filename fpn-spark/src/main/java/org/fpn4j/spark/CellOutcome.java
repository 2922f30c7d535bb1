package org.fpn4j.spark;

import java.io.Serializable;

/**
 * How a cell's training ended.
 *
 * @param exitCode 0 trained, 2 the user's mistake, else ours
 * @param words the last lines that it told
 * @param seconds from the start of the process to its end
 * @param unfit true where not the cell is wrong but what it found on this machine, so that no cell can be trained there
 */
record CellOutcome(String name, int exitCode, String words, double seconds, boolean unfit) implements Serializable {
    static CellOutcome unfit(String name, String words) {
        return new CellOutcome(name, 2, words, 0, true);
    }

    boolean trained() {
        return exitCode == 0;
    }

    boolean ours() {
        return exitCode != 0 && exitCode != 2;
    }
}
