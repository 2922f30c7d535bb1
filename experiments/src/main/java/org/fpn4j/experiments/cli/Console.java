package org.fpn4j.experiments.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Results go to standard output, everything else to standard error. ND4J prints to {@code System.out} on its own account;
 * {@link #capture} turns that away, so that standard output carries results alone.
 */
final class Console {
    private static ResultStream results = new ResultStream(new FileOutputStream(FileDescriptor.out));

    private Console() {}

    /** Drops what libraries print to standard output from here on. */
    static void capture() {
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }

    static ResultStream results() {
        return results;
    }

    /** Sends results elsewhere and returns where they went, so that a test can read them. */
    static ResultStream redirect(ResultStream stream) {
        ResultStream before = results;
        results = stream;
        return before;
    }

    static PrintStream log() {
        return System.err;
    }
}
