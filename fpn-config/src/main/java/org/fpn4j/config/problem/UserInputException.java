package org.fpn4j.config.problem;

import java.util.List;
import java.util.stream.Collectors;

/** The user's input is wrong: all problems, no stack trace for the reader, exit code 2. */
public class UserInputException extends RuntimeException {
    private final transient List<Problem> problems;

    /** Several problems at once; at least one. */
    public UserInputException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("a user input exception needs at least one problem");
        }
        this.problems = List.copyOf(problems);
    }

    /** One problem with hints on what would be right. */
    public UserInputException(String where, String what, String... hints) {
        this(List.of(Problem.of(where, what, hints)));
    }

    /** All problems, in order. */
    public List<Problem> problems() {
        return problems;
    }
}
