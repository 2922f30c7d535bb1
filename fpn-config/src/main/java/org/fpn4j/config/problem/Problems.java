package org.fpn4j.config.problem;

import java.util.ArrayList;
import java.util.List;

/** Collects problems while checking goes on, so that the user sees all of them in one go. Not thread-safe. */
public final class Problems {
    private final List<Problem> problems = new ArrayList<>();

    /** Notes a problem. */
    public Problems add(Problem problem) {
        problems.add(problem);
        return this;
    }

    /** Notes a problem with hints on what would be right. */
    public Problems add(String where, String what, String... hints) {
        return add(Problem.of(where, what, hints));
    }

    /** Whether nothing is wrong so far. */
    public boolean isEmpty() {
        return problems.isEmpty();
    }

    /** All problems so far, in order. */
    public List<Problem> list() {
        return List.copyOf(problems);
    }

    /**
     * Ends the collection.
     *
     * @throws UserInputException with all problems, if there are any
     */
    public void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new UserInputException(problems);
        }
    }
}
