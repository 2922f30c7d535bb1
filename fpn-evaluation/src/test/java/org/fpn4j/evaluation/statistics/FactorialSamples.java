package org.fpn4j.evaluation.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Necks by sizes. */
final class FactorialSamples {
    static final List<String> NECKS = List.of("fpn", "bifpn");
    static final List<String> SIZES = List.of("128", "256");

    private FactorialSamples() {}

    static Factorial design(List<String> necks, List<String> sizes) {
        Factor neck = Factor.of("neck", necks, necks.get(0));
        Factor size = Factor.of("size", sizes, sizes.get(0));
        List<List<String>> variants = neck.levels().stream()
                .map(one ->
                        size.levels().stream().map(other -> one + ", " + other).toList())
                .toList();
        return new Factorial(neck, size, variants);
    }

    /** Of two necks and two sizes; seeds differ by a little that is other in each variant. */
    static List<Scored> scores(double[][] means, int seeds, double spread) {
        List<Scored> scores = new ArrayList<>();
        for (int i = 0; i < means.length; i++) {
            for (int j = 0; j < means[i].length; j++) {
                for (int s = 0; s < seeds; s++) {
                    double noise = spread * Math.sin(1 + s + 3 * i + 7 * j);
                    scores.add(
                            new Scored(NECKS.get(i) + ", " + SIZES.get(j), s, means[i][j] + noise, Optional.empty()));
                }
            }
        }
        return scores;
    }

    static FactorialResult result(Factorial design, List<Scored> scores) {
        return result(design, scores, OptionalDouble.empty());
    }

    static FactorialResult result(Factorial design, List<Scored> scores, OptionalDouble margin) {
        Question question = new Question(design.variants().get(0).get(0), List.of(), margin, Optional.empty());
        return FactorialResult.of(design, question, "AP", true, 5, scores);
    }
}
