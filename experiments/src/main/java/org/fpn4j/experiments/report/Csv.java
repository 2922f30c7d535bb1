package org.fpn4j.experiments.report;

import java.util.List;
import java.util.stream.Collectors;

/** Comma-separated values (RFC 4180); lines end with a line feed. */
final class Csv {
    private Csv() {}

    static String render(List<List<String>> lines) {
        return lines.stream().map(Csv::line).collect(Collectors.joining());
    }

    private static String line(List<String> values) {
        return values.stream().map(Csv::quoted).collect(Collectors.joining(",", "", "\n"));
    }

    private static String quoted(String value) {
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
