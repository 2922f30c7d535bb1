package org.fpn4j.evaluation.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How often intervals of interactions hold the truth, and how often a bigger lever is told where none is, on tables {@code score = mean
 * over images of S + I + Q} of two necks and three sizes. Trainings are read as a user's are: scores with draws of their images.
 */
class FactorialCoverageTest {
    private static final List<String> SIZES = List.of("128", "192", "256");
    private static final int IMAGES = 40;
    private static final int DRAWS = 40; // an interval of so few draws is as good on average as of many
    private static final int TABLES = 400;
    private static final double INTERACTION = 1.3; // of bifpn, from the lowest size to the highest
    private static final double MAIN = 0.9; // of size as of neck: neither is bigger

    private final Factorial design = FactorialSamples.design(FactorialSamples.NECKS, SIZES);

    @ParameterizedTest
    @CsvSource({"3,1,.3,1", "3,1,1,0", "5,1,0,0", "5,.2,1,1"})
    void intervalsHoldAndLeversSeldomErr(int seeds, double ofSeeds, double ofImages, double ofBoth) {
        Random random = new Random(31L * seeds + Math.round(100 * (ofSeeds + 3 * ofImages + 7 * ofBoth)));
        int held = 0;
        int levers = 0;
        for (int table = 0; table < TABLES; table++) {
            int[][] draws = draws(random);
            FactorialResult result = FactorialSamples.result(
                    design, scores(random, draws, seeds, Math.sqrt(ofSeeds), Math.sqrt(ofImages), Math.sqrt(ofBoth)));
            Interval interval = result.interactions().get(0).comparison().interval();
            held += interval.low() <= INTERACTION && INTERACTION <= interval.high() ? 1 : 0;
            levers += result.biggerLever().isPresent() ? 1 : 0;
        }

        // 0.95, with four standard errors of 400 tables and what Student's t adds with images
        assertThat((double) held / TABLES).as("coverage").isBetween(0.905, 0.995);
        assertThat((double) levers / TABLES).as("levers that are none").isLessThanOrEqualTo(0.095);
    }

    /** A neck's and a size's main effect are equal; the interaction is added to bifpn alone, around its mean. */
    private static double truth(int neck, int size) {
        return 10 + MAIN * neck + MAIN * (size - 1) / 2 + INTERACTION * (neck - 0.5) * (size - 1) / 2;
    }

    private List<Scored> scores(
            Random random, int[][] draws, int seeds, double ofSeeds, double ofImages, double ofBoth) {
        List<Scored> scores = new ArrayList<>();
        for (int neck = 0; neck < 2; neck++) {
            for (int size = 0; size < SIZES.size(); size++) {
                double[] image = new double[IMAGES];
                for (int i = 0; i < IMAGES; i++) {
                    image[i] = ofImages * random.nextGaussian();
                }
                for (int seed = 0; seed < seeds; seed++) {
                    double shift = truth(neck, size) + ofSeeds * random.nextGaussian();
                    double[] own = new double[IMAGES];
                    double mean = 0;
                    for (int i = 0; i < IMAGES; i++) {
                        own[i] = shift + image[i] + ofBoth * random.nextGaussian();
                        mean += own[i] / IMAGES;
                    }
                    scores.add(new Scored(
                            design.variants().get(neck).get(size),
                            seed,
                            mean,
                            Optional.of(new DrawnScores(means(own, draws), IMAGES, IMAGES))));
                }
            }
        }
        return scores;
    }

    private static int[][] draws(Random random) {
        int[][] draws = new int[DRAWS][IMAGES];
        for (int[] draw : draws) {
            for (int i = 0; i < IMAGES; i++) {
                draw[i] = random.nextInt(IMAGES);
            }
        }
        return draws;
    }

    private static double[] means(double[] values, int[][] draws) {
        double[] means = new double[draws.length];
        for (int draw = 0; draw < draws.length; draw++) {
            for (int image : draws[draw]) {
                means[draw] += values[image] / IMAGES;
            }
        }
        return means;
    }
}
