package org.fpn4j.config.problem;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One thing that is wrong with what the user gave us: a line of a config, an annotation, an argument.
 *
 * @param where {@code file:line:col}, a file and an id, or an argument; empty where no place can be named
 * @param what noun and value: {@code unknown key [repeat] in neck[bifpn]}
 * @param hints what would be right, one indented line each
 */
public record Problem(String where, String what, List<String> hints) {
    public Problem {
        requireNonNull(where, "where is null");
        requireNonNull(what, "what is null");
        hints = List.copyOf(hints);
    }

    /** A problem with hints on what would be right. */
    public static Problem of(String where, String what, String... hints) {
        return new Problem(where, what, List.of(hints));
    }

    /** The lines a person reads: {@code where: what}, then the hints, indented by four. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(where.isEmpty() ? what : where + ": " + what);
        for (String hint : hints) {
            text.append("\n    ").append(hint);
        }
        return text.toString();
    }
}
