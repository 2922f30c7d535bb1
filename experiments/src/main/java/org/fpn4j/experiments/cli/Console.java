package org.fpn4j.experiments.cli;

import java.io.PrintStream;

/**
 * Results go to standard output, everything else to standard error. ND4J prints to {@code System.out} on its own account;
 * {@link #capture} turns that away, so that standard output carries results alone.
 */
final class Console {
    // UTF-8 whatever the locale: tables hold a plus-minus sign
    private static PrintStream results = new PrintStream(
            new java.io.FileOutputStream(java.io.FileDescriptor.out), true, java.nio.charset.StandardCharsets.UTF_8);

    private Console() {}

    /** Drops what libraries print to standard output from here on. */
    static void capture() {
        System.setOut(new PrintStream(
                java.io.OutputStream.nullOutputStream(), false, java.nio.charset.StandardCharsets.UTF_8));
    }

    static PrintStream results() {
        return results;
    }

    /** Sends results elsewhere and returns where they went, so that a test can read them. */
    static PrintStream redirect(PrintStream stream) {
        PrintStream before = results;
        results = stream;
        return before;
    }

    static PrintStream log() {
        return System.err;
    }
}
