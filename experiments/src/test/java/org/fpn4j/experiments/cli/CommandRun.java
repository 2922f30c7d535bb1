package org.fpn4j.experiments.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What a command did.
 *
 * @param results what it wrote to standard output
 * @param log what it wrote to standard error
 */
record CommandRun(int code, String results, String log) {
    /** Runs a command in this process. */
    static CommandRun of(Object... arguments) {
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        ByteArrayOutputStream results = new ByteArrayOutputStream();
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream standardError = System.err;
        ResultStream standardResults = Console.redirect(new ResultStream(results));
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            int code = Main.run(words);
            return new CommandRun(code, results.toString(StandardCharsets.UTF_8), log.toString(StandardCharsets.UTF_8));
        } finally {
            System.setErr(standardError);
            Console.redirect(standardResults);
        }
    }
}
