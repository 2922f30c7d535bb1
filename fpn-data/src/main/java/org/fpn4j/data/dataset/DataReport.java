package org.fpn4j.data.dataset;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The faults that reading a data set survived, in the order they were found. */
public record DataReport(List<DataProblem> problems) {
    /** No faults. */
    public static final DataReport CLEAN = new DataReport(List.of());

    public DataReport {
        problems = List.copyOf(problems);
    }

    /** How often each kind occurred, in the order of {@link ProblemKind}; kinds that did not occur are absent. */
    public Map<ProblemKind, Integer> counts() {
        Map<ProblemKind, Integer> counts = new EnumMap<>(ProblemKind.class);
        for (DataProblem problem : problems) {
            counts.merge(problem.kind(), 1, Integer::sum);
        }
        return counts;
    }

    /** How many there are of a kind. */
    public int count(ProblemKind kind) {
        return counts().getOrDefault(kind, 0);
    }

    /** This report and what a later check found. */
    public DataReport plus(List<DataProblem> later) {
        List<DataProblem> all = new ArrayList<>(problems);
        all.addAll(later);
        return new DataReport(all);
    }

    /** One line for each kind that occurred: its count, its name, its first case. Empty where there was none. */
    public String summary() {
        List<String> lines = new ArrayList<>();
        counts().forEach((kind, count) -> lines.add(count + " x " + kind.text() + ", first "
                + problems.stream()
                        .filter(problem -> problem.kind() == kind)
                        .findFirst()
                        .orElseThrow()
                        .problem()));
        return String.join("\n", lines);
    }
}
