package org.fpn4j.experiments.report;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.evaluation.statistics.Comparison;
import org.fpn4j.evaluation.statistics.Family;
import org.fpn4j.evaluation.statistics.Verdict;

/** What the verdicts of a family mean, for readers who know no statistics. */
final class VerdictReading {
    private VerdictReading() {}

    /** A sentence for each kind of verdict that occurs. */
    static List<String> of(Family family) {
        List<Verdict> verdicts =
                family.comparisons().stream().map(Comparison::verdict).toList();
        List<String> sentences = new ArrayList<>();
        if (verdicts.contains(Verdict.BETTER) || verdicts.contains(Verdict.WORSE)) {
            sentences.add(
                    "Better or worse: the difference is larger than what the choice of seeds and images explains.");
        }
        if (verdicts.contains(Verdict.EQUIVALENT)) {
            sentences.add(
                    "Equivalent: what difference there may be is too small to matter, by the margin that was set before.");
        }
        if (verdicts.contains(Verdict.UNDECIDED)) {
            sentences.add(
                    "Undecided: neither is shown to be ahead, and the two are not shown to be equal; do not choose by "
                            + family.metric() + ".");
        }
        if (verdicts.contains(Verdict.NOT_TESTED)) {
            sentences.add("Not tested: with one seed nothing can be said of a variant, only of the networks at hand.");
        }
        return sentences;
    }
}
