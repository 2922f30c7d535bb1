package org.fpn4j.data.dataset;

import static java.util.Objects.requireNonNull;

import org.fpn4j.config.problem.Problem;

/** A fault that reading survived. */
public record DataProblem(ProblemKind kind, Problem problem) {
    public DataProblem {
        requireNonNull(kind, "kind is null");
        requireNonNull(problem, "problem is null");
    }

    /** A fault or oddity and its place. */
    public static DataProblem of(ProblemKind kind, String where, String what) {
        return new DataProblem(kind, Problem.of(where, what));
    }
}
