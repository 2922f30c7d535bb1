package org.fpn4j.experiments.cli;

/** The command as it was typed, for provenance and reports. */
final class Invocation {
    private static String text = "./fpn";

    private Invocation() {}

    static void remember(String... arguments) {
        text = "./fpn " + String.join(" ", arguments);
    }

    static String text() {
        return text;
    }
}
