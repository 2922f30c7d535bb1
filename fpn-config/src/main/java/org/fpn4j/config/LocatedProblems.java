package org.fpn4j.config;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.fpn4j.config.problem.Problem;
import org.fpn4j.config.problem.Problems;

/**
 * Problems of a config while it is read, to be thrown once and in the order of their places: the first {@value #MOST}, and
 * how many more there are.
 */
final class LocatedProblems {
    private static final int MOST = 100;

    private record Located(Origin origin, Problem problem) {}

    private final Set<Located> found = new LinkedHashSet<>();

    void add(Origin origin, String what, String... hints) {
        found.add(new Located(origin, Problem.of(origin.toString(), what, hints)));
    }

    void throwIfAny() {
        Problems problems = new Problems();
        found.stream()
                .sorted(Comparator.comparing(Located::origin))
                .limit(MOST)
                .forEach(located -> problems.add(located.problem));
        if (found.size() > MOST) {
            problems.add("", (found.size() - MOST) + " more problems are not shown");
        }
        problems.throwIfAny();
    }
}
