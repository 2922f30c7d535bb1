package org.fpn4j.evaluation.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How often intervals hold what they should, and how often verdicts err, on tables {@code A[v][s] = mean over images of S + I + Q}
 * with known truth: three variants, 40 images, variances of seed, image and their product. A table is read as differences by seed
 * with V and W from the sample variances over images, as endless draws of images would give them.
 */
class CoverageTest {
    private static final int VARIANTS = 3;
    private static final int IMAGES = 40;
    private static final int TABLES = 4000;

    /** One random table, as differences of variants 1 and 2 to variant 0 by seed and image. */
    private record Table(double[][][] differences) {
        static Table of(Random random, int seeds, double ofSeeds, double ofImages, double ofBoth) {
            double[][][] scores = new double[VARIANTS][seeds][IMAGES];
            for (int v = 0; v < VARIANTS; v++) {
                double[] image = IntStream.range(0, IMAGES)
                        .mapToDouble(i -> random.nextGaussian() * Math.sqrt(ofImages))
                        .toArray();
                for (int s = 0; s < seeds; s++) {
                    double seed = random.nextGaussian() * Math.sqrt(ofSeeds);
                    for (int i = 0; i < IMAGES; i++) {
                        scores[v][s][i] = seed + image[i] + random.nextGaussian() * Math.sqrt(ofBoth);
                    }
                }
            }
            double[][][] differences = new double[VARIANTS - 1][seeds][IMAGES];
            for (int v = 1; v < VARIANTS; v++) {
                for (int s = 0; s < seeds; s++) {
                    for (int i = 0; i < IMAGES; i++) {
                        differences[v - 1][s][i] = scores[v][s][i] - scores[0][s][i];
                    }
                }
            }
            return new Table(differences);
        }

        Estimate estimate(int comparison, int seeds) {
            List<Double> values = new ArrayList<>();
            double[] means = new double[IMAGES];
            double ofSingle = 0;
            for (int s = 0; s < seeds; s++) {
                double[] row = differences[comparison][s];
                values.add(mean(row));
                ofSingle += variance(row) / IMAGES / seeds;
                for (int i = 0; i < IMAGES; i++) {
                    means[i] += row[i] / seeds;
                }
            }
            ImageVariance images = new ImageVariance(variance(means) / IMAGES, ofSingle, IMAGES, IMAGES);
            return new Differences(
                            new Contrast("b", Map.of("b", 1.0, "a", -1.0)),
                            IntStream.range(0, seeds).mapToObj(Long::valueOf).toList(),
                            values,
                            Optional.of(images),
                            0)
                    .estimate();
        }

        private static double mean(double[] values) {
            return Arrays.stream(values).average().orElseThrow();
        }

        private static double variance(double[] values) {
            double mean = mean(values);
            double sum = 0;
            for (double value : values) {
                sum += (value - mean) * (value - mean);
            }
            return sum / (values.length - 1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "3,1,0,0", "3,1,.3,1", "3,1,1,0", "3,.2,1,1",
        "5,1,0,0", "5,1,.3,1", "5,1,1,0", "5,.2,1,1",
        "10,1,0,0", "10,1,.3,1", "10,1,1,0", "10,.2,1,1"
    })
    void intervalsCoverAndFamiliesSeldomErr(int seeds, double ofSeeds, double ofImages, double ofBoth) {
        Random random = new Random(17L * seeds + Math.round(100 * (ofSeeds + 3 * ofImages + 7 * ofBoth)));
        double imageVariance = 2 * ofImages / IMAGES;
        double truthError = Math.sqrt((2 * ofSeeds + 2 * ofBoth / IMAGES) / seeds + imageVariance);
        int covered = 0;
        int familyErrs = 0;
        int wronglyEquivalent = 0;
        for (int t = 0; t < TABLES; t++) {
            Table table = Table.of(random, seeds, ofSeeds, ofImages, ofBoth);
            boolean errs = false;
            for (int comparison = 0; comparison < VARIANTS - 1; comparison++) {
                Estimate estimate = table.estimate(comparison, seeds);
                Interval family = estimate.interval(0.05 / 2);
                errs |= family.low() > 0 || family.high() < 0;
                if (comparison == 0) {
                    Interval interval = estimate.interval(0.05);
                    covered += interval.low() <= 0 && interval.high() >= 0 ? 1 : 0;
                    double margin = 4 * truthError; // the truth is moved there: nothing is equivalent
                    Estimate moved = new Estimate(
                            estimate.value() + margin, seeds, estimate.seedVariance(), estimate.images(), 0);
                    Verdict verdict = Verdict.of(moved.interval(0.05), moved.interval(0.1), OptionalDouble.of(margin));
                    boolean within = moved.interval(0.1).low() > -margin
                            && moved.interval(0.1).high() < margin;
                    wronglyEquivalent += verdict == Verdict.EQUIVALENT || within ? 1 : 0;
                }
            }
            familyErrs += errs ? 1 : 0;
        }
        assertThat((double) covered / TABLES).as("coverage").isBetween(0.935, 0.985);
        assertThat((double) familyErrs / TABLES).as("family-wise error").isLessThanOrEqualTo(0.06);
        assertThat((double) wronglyEquivalent / TABLES).as("wrongly equivalent").isLessThanOrEqualTo(0.06);
    }

    @ParameterizedTest
    @CsvSource({"1,0,0", "1,.3,1", "1,1,0", ".2,1,1"})
    void looksKeepTheErrorOfAllTogether(double ofSeeds, double ofImages, double ofBoth) {
        Looks looks = new Looks(List.of(3, 6, 12));
        Random random = new Random(Math.round(1000 * (ofSeeds + 3 * ofImages + 7 * ofBoth)));
        int errs = 0;
        for (int t = 0; t < TABLES; t++) {
            Table table = Table.of(random, 12, ofSeeds, ofImages, ofBoth);
            boolean found = false;
            for (int seeds : looks.seeds()) {
                Interval interval = table.estimate(0, seeds).interval(looks.alpha(seeds, 0.05));
                found |= interval.low() > 0 || interval.high() < 0;
            }
            errs += found ? 1 : 0;
        }
        assertThat((double) errs / TABLES).as("error of three looks").isLessThanOrEqualTo(0.055);
    }
}
