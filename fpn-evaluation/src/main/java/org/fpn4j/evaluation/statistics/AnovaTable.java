package org.fpn4j.evaluation.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.FDistribution;

/**
 * Fisher's analysis of variance of two factors with seeds as blocks: what of the spread of scores goes with what. It takes the spread
 * within all variants to be the same, and is about the images that were scored; contrasts with their intervals are neither.
 *
 * @param lines seeds, topic, moderator, their interaction, and last what is left
 */
public record AnovaTable(List<Line> lines) {
    /**
     * A part of the spread.
     *
     * @param source what it goes with
     * @param sumOfSquares of deviations
     * @param freedom degrees of it
     * @param f its mean square by that of what is left; empty for what is left, and where nothing is left
     * @param p the probability of as large an F where nothing goes with the source
     */
    public record Line(String source, double sumOfSquares, int freedom, OptionalDouble f, OptionalDouble p) {}

    private static final int ROUNDINGS = 8; // of a score that is computed on the way to a deviation

    public AnovaTable {
        lines = List.copyOf(lines);
    }

    /** Of complete blocks; empty with fewer than two. */
    static Optional<AnovaTable> of(Factorial design, Blocks blocks) {
        return blocks.seeds().size() < 2
                ? Optional.empty()
                : Optional.of(new Sums(blocks)
                        .table(design.topic().name(), design.moderator().name()));
    }

    /** Means by what they are of. */
    private static final class Sums {
        private final int topics;
        private final int moderators;
        private final int seeds;
        private final double[] ofTopic;
        private final double[] ofModerator;
        private final double[] ofSeed;
        private final double grand;
        private final double[][][] scores;

        Sums(Blocks blocks) {
            topics = blocks.scores().size();
            moderators = blocks.scores().get(0).size();
            seeds = blocks.seeds().size();
            ofTopic = new double[topics];
            ofModerator = new double[moderators];
            ofSeed = new double[seeds];
            scores = new double[topics][moderators][seeds];
            double sum = 0;
            for (int i = 0; i < topics; i++) {
                for (int j = 0; j < moderators; j++) {
                    for (int s = 0; s < seeds; s++) {
                        double score = blocks.scores().get(i).get(j).get(s);
                        scores[i][j][s] = score;
                        ofTopic[i] += score / (moderators * seeds);
                        ofModerator[j] += score / (topics * seeds);
                        ofSeed[s] += score / (topics * moderators);
                        sum += score;
                    }
                }
            }
            grand = sum / (topics * moderators * seeds);
        }

        AnovaTable table(String topic, String moderator) {
            double together = 0;
            double left = 0;
            double largest = 0;
            for (int i = 0; i < topics; i++) {
                for (int j = 0; j < moderators; j++) {
                    double mean = 0;
                    for (double score : scores[i][j]) {
                        mean += score / seeds;
                        largest = Math.max(largest, Math.abs(score));
                    }
                    together += seeds * square(mean - ofTopic[i] - ofModerator[j] + grand);
                    for (int s = 0; s < seeds; s++) {
                        left += square(scores[i][j][s] - mean - ofSeed[s] + grand);
                    }
                }
            }
            double rounding = topics * moderators * seeds * square(ROUNDINGS * Math.ulp(largest));
            int freedom = (topics * moderators - 1) * (seeds - 1);
            Rest rest = new Rest(left <= rounding ? 0 : left, freedom, rounding);
            List<Line> lines = new ArrayList<>();
            lines.add(rest.line("seed", topics * moderators * spread(ofSeed), seeds - 1));
            lines.add(rest.line(topic, moderators * seeds * spread(ofTopic), topics - 1));
            lines.add(rest.line(moderator, topics * seeds * spread(ofModerator), moderators - 1));
            lines.add(rest.line(topic + " x " + moderator, together, (topics - 1) * (moderators - 1)));
            lines.add(new Line("residual", rest.sumOfSquares, freedom, OptionalDouble.empty(), OptionalDouble.empty()));
            return new AnovaTable(lines);
        }

        private double spread(double[] means) {
            double sum = 0;
            for (double mean : means) {
                sum += square(mean - grand);
            }
            return sum;
        }
    }

    /** What goes with nothing, and what is too little to be more than rounding. */
    private record Rest(double sumOfSquares, int freedom, double rounding) {
        Line line(String source, double squares, int own) {
            double sum = squares <= rounding ? 0 : squares;
            if (sumOfSquares == 0) {
                return new Line(source, sum, own, OptionalDouble.empty(), OptionalDouble.empty());
            }
            double f = sum / own / (sumOfSquares / freedom);
            double p = FDistribution.of(own, freedom).survivalProbability(f);
            return new Line(source, sum, own, OptionalDouble.of(f), OptionalDouble.of(p));
        }
    }

    private static double square(double value) {
        return value * value;
    }
}
