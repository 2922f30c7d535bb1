package org.fpn4j.experiments.cli;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command as it was typed, for provenance and reports; it can be typed again as it stands here. */
final class Invocation {
    private static String text = "./fpn";

    private Invocation() {}

    static void remember(String program, String... arguments) {
        text = Stream.concat(Stream.of("./" + program), Stream.of(arguments).map(Invocation::quoted))
                .collect(Collectors.joining(" "));
    }

    static String text() {
        return text;
    }

    /** A word as a shell takes it. */
    static String quoted(String word) {
        return word.matches("[\\w./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
