package org.fpn4j.experiments.report;

import java.util.List;
import org.fpn4j.evaluation.statistics.FactorialResult;
import org.fpn4j.evaluation.statistics.FactorialSentences;

/** What a design of two factors says, for the terminal. */
final class FactorialText {
    private FactorialText() {}

    /** Heading, effects, sentences, table of variance, notes; every line ends with a line break. */
    static String of(FactorialResult crossed) {
        FactorialSentences sentences = new FactorialSentences(crossed);
        StringBuilder text = new StringBuilder(sentences.heading()).append('\n');
        append(text, sentences.rows(), List.of(false, false, true, true, false));
        sentences.verdicts().forEach(sentence -> text.append(sentence).append('\n'));
        append(text, sentences.variance(), List.of(false, true, true, true, true));
        sentences.notes().forEach(note -> text.append(note).append('\n'));
        return text.toString();
    }

    private static void append(StringBuilder text, List<List<String>> rows, List<Boolean> numbers) {
        if (!rows.isEmpty()) {
            TextTable.render(rows, numbers)
                    .lines()
                    .forEach(line -> text.append("  ").append(line).append('\n'));
        }
    }
}
