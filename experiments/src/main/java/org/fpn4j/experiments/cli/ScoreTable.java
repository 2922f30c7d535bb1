package org.fpn4j.experiments.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.fpn4j.evaluation.metric.Score;

/** A score for people. */
final class ScoreTable {
    private static final double NOTHING = -1;
    private static final int MOST_ROWS = 24; // of a list; the JSON has all of it

    private final StringBuilder text = new StringBuilder();

    private ScoreTable() {}

    /**
     * One metric a line, as COCO's own summary has it, or, where families were asked for by name, one line for each thing that each
     * of them says; a dash where there is nothing to measure. Classes and what is left out stand below.
     */
    static String of(Score score) {
        ScoreTable table = new ScoreTable();
        if (score.sections().isEmpty()) {
            score.values().all().forEach((name, value) -> table.line(name, shown(value)));
        }
        score.sections().forEach((family, section) -> {
            table.text.append(family).append('\n');
            section.forEach((name, value) -> table.lines("  " + name, value));
        });
        score.values()
                .ofClasses()
                .forEach((name, values) ->
                        values.forEach((metric, value) -> table.line(metric + " of " + name, shown(value))));
        if (!score.leftOut().nothing()) {
            table.text.append(score.leftOut());
        }
        return table.text.toString().stripTrailing();
    }

    private void lines(String name, Object value) {
        if (value instanceof Map<?, ?> values) {
            values.forEach((key, one) -> lines(name + " " + key, one));
        } else if (value instanceof List<?> values && values.stream().allMatch(Map.class::isInstance)) {
            if (values.size() > MOST_ROWS) {
                line(name, "[" + values.size() + "] entries in the JSON");
            } else {
                values.forEach(one -> line(name, row((Map<?, ?>) one)));
            }
        } else {
            line(name, word(value));
        }
    }

    private static String row(Map<?, ?> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getValue() instanceof Map<?, ?> inner
                        ? entry.getKey() + "(" + row(inner) + ")"
                        : entry.getKey() + "=" + word(entry.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String word(Object value) {
        if (value instanceof Double number) {
            return number == NOTHING ? "-" : String.format(Locale.ROOT, "%.4f", number);
        }
        return value == null ? "-" : value.toString();
    }

    private void line(String name, String value) {
        text.append(String.format(Locale.ROOT, "%-24s %s%n", name, value));
    }

    /** A dash where there is nothing to measure. */
    static String shown(double value) {
        return value < 0 ? "-" : String.format(Locale.ROOT, "%.4f", value);
    }
}
