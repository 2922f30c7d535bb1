package org.fpn4j.experiments.report;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fpn4j.evaluation.statistics.FactorialResult;
import org.fpn4j.evaluation.statistics.Family;
import org.fpn4j.evaluation.statistics.Sentences;

/**
 * What comparisons with the baseline say.
 *
 * @param deciding by the metric that decides
 * @param besides by other metrics, to look at and not to conclude from
 * @param remarks what a reader must know of them, beside what the numbers themselves tell
 * @param factorial of variants that cross two factors: whether the effect of the one depends on the other
 */
public record Verdicts(
        Family deciding, List<Family> besides, List<String> remarks, Optional<FactorialResult> factorial) {
    public Verdicts {
        requireNonNull(deciding, "deciding is null");
        besides = List.copyOf(besides);
        remarks = List.copyOf(remarks);
        requireNonNull(factorial, "factorial is null");
    }

    /** Of variants that cross nothing. */
    public Verdicts(Family deciding, List<Family> besides, List<String> remarks) {
        this(deciding, besides, remarks, Optional.empty());
    }

    /** With what a design of two factors says. */
    public Verdicts with(FactorialResult crossed) {
        return new Verdicts(deciding, besides, remarks, Optional.of(crossed));
    }

    /** All notes: of the numbers, then remarks. */
    List<String> notes() {
        List<String> notes = new ArrayList<>(new Sentences(deciding).notes());
        notes.addAll(remarks);
        return notes;
    }

    /** As text: heading, table, sentences, noise floor, notes, and the same of two factors; every line ends with a line break. */
    public String text() {
        Sentences sentences = new Sentences(deciding);
        StringBuilder text = new StringBuilder(sentences.heading()).append('\n');
        List<List<String>> rows = sentences.rows();
        if (!rows.isEmpty()) {
            TextTable.render(rows, List.of(false, true, true, false, false))
                    .lines()
                    .forEach(line -> text.append("  ").append(line).append('\n'));
        }
        sentences.verdicts().forEach(sentence -> text.append(sentence).append('\n'));
        sentences.noiseFloor().ifPresent(sentence -> text.append(sentence).append('\n'));
        notes().forEach(note -> text.append(note).append('\n'));
        factorial.ifPresent(crossed -> text.append('\n').append(FactorialText.of(crossed)));
        return text.toString();
    }
}
