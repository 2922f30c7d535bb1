package org.fpn4j.core.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.fpn4j.core.problem.Problem;
import org.fpn4j.core.problem.Problems;

/** Problems of a config while it is read, to be thrown once and in the order of their places. */
final class LocatedProblems {
    private record Located(Origin origin, Problem problem) {}

    private final List<Located> found = new ArrayList<>();

    void add(Origin origin, String what, String... hints) {
        Located located = new Located(origin, Problem.of(origin.toString(), what, hints));
        if (!found.contains(located)) {
            found.add(located);
        }
    }

    void throwIfAny() {
        Problems problems = new Problems();
        found.stream().sorted(Comparator.comparing(Located::origin)).forEach(located -> problems.add(located.problem));
        problems.throwIfAny();
    }
}
