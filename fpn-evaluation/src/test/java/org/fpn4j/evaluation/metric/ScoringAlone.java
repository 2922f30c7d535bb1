package org.fpn4j.evaluation.metric;

import java.nio.file.Path;

/** Scores two files in a process of its own. */
final class ScoringAlone {
    private ScoringAlone() {}

    public static void main(String[] args) {
        System.out.println(
                new Scoring().score(Path.of(args[0]), Path.of(args[1])).values().value(CocoFamily.AP));
    }
}
