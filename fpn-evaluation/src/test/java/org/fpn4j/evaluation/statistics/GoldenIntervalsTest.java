package org.fpn4j.evaluation.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Intervals, probabilities, plans and verdicts against scipy's and statsmodels' numbers. */
class GoldenIntervalsTest {
    private static final double RELATIVE = 1e-6;
    private final JsonNode golden = golden();

    @Test
    void quantilesAreScipys() {
        for (JsonNode row : golden.get("t_quantiles")) {
            double expected = row.get("t").asDouble();
            assertThat(Quantiles.student(row.get("p").asDouble(), row.get("df").asInt()))
                    .as(row.toString())
                    .isCloseTo(expected, near(expected));
            assertThat(Quantiles.studentBothTails(
                            2 * (1 - row.get("p").asDouble()), row.get("df").asInt()))
                    .as(row.toString())
                    .isCloseTo(expected, near(expected));
        }
        for (JsonNode row : golden.get("normal_quantiles")) {
            double expected = row.get("z").asDouble();
            assertThat(Quantiles.normal(row.get("p").asDouble())).isCloseTo(expected, near(expected));
        }
        for (JsonNode row : golden.get("chi2_quantiles")) {
            double expected = row.get("x").asDouble();
            assertThat(Quantiles.chiSquared(
                            row.get("p").asDouble(), row.get("df").asInt()))
                    .as(row.toString())
                    .isCloseTo(expected, near(expected));
        }
    }

    @Test
    void intervalsAndProbabilitiesAreTheReferences() {
        for (JsonNode row : golden.get("intervals")) {
            Estimate estimate = estimate(row);
            for (String level : List.of("at_95", "at_90_for_equivalence", "at_97_5_for_two_comparisons")) {
                JsonNode expected = row.get(level);
                Interval interval = estimate.interval(expected.get("alpha").asDouble());
                assertThat(estimate.value()).isCloseTo(expected.get("D").asDouble(), near(expected.get("D")));
                if (expected.hasNonNull("s2")) {
                    assertThat(estimate.seedVariance())
                            .isCloseTo(expected.get("s2").asDouble(), near(expected.get("s2")));
                }
                assertThat(estimate.sharedVariance())
                        .isCloseTo(expected.get("V_images").asDouble(), near(expected.get("V_images")));
                if (expected.hasNonNull("half_seeds")) {
                    assertThat(interval.halfSeeds())
                            .isCloseTo(expected.get("half_seeds").asDouble(), near(expected.get("half_seeds")));
                }
                assertThat(interval.halfImages())
                        .isCloseTo(expected.get("half_images").asDouble(), near(expected.get("half_images")));
                assertThat(interval.low()).isCloseTo(expected.get("low").asDouble(), near(expected.get("low")));
                assertThat(interval.high()).isCloseTo(expected.get("high").asDouble(), near(expected.get("high")));
            }
            double p = row.get("p").asDouble();
            assertThat(estimate.pValue()).as(row.get("name").asText()).isCloseTo(p, near(p));
        }
    }

    @Test
    void holmsProbabilitiesAreStatsmodels() {
        for (JsonNode row : golden.get("holm")) {
            List<Double> adjusted = Holm.adjusted(doubles(row.get("p")));

            assertThat(adjusted)
                    .usingComparatorForType(within1e12(), Double.class)
                    .isEqualTo(doubles(row.get("adjusted")));
        }
    }

    @Test
    void plansAreTheReferences() {
        for (JsonNode row : golden.get("planning")) {
            double sd = row.get("sd_of_differences").asDouble();
            Planning planning = new Planning(
                    sd * sd,
                    row.get("V_images").asDouble(),
                    100,
                    row.get("alpha").asDouble(),
                    row.get("power").asDouble());

            JsonNode seeds = row.get("seeds");
            assertThat(planning.seeds(row.get("target").asDouble()))
                    .as(row.toString())
                    .isEqualTo(seeds.isNull() ? OptionalInt.empty() : OptionalInt.of(seeds.asInt()));
            double endless = row.get("smallest_target_with_endless_seeds").asDouble();
            assertThat(planning.floorOfImages()).isCloseTo(endless, near(endless));
            for (int n : List.of(3, 5, 10)) {
                double floor = row.get("mde_at_" + n).asDouble();
                assertThat(planning.floor(n)).isCloseTo(floor, near(floor));
            }
        }
    }

    @Test
    void looksSpendTheReferencesShares() {
        for (JsonNode row : golden.get("spending")) {
            List<Integer> seeds = new ArrayList<>();
            row.get("looks").forEach(look -> seeds.add(look.asInt()));
            Looks looks = new Looks(seeds);
            for (int look = 0; look < seeds.size(); look++) {
                double share = row.get("at_each").get(look).asDouble();
                assertThat(looks.alpha(seeds.get(look), row.get("alpha").asDouble()))
                        .isCloseTo(share, near(share));
            }
        }
    }

    @Test
    void resplitsFollowNadeauAndBengio() {
        for (JsonNode row : golden.get("resplit")) {
            List<Double> values = doubles(row.get("differences"));
            Estimate estimate = differences(values, Optional.empty())
                    .estimateOfResplits(row.get("val_images").asDouble()
                            / row.get("train_images").asDouble());

            assertThat(estimate.interval(0.05).half()).isCloseTo(row.get("half").asDouble(), near(row.get("half")));
            assertThat(estimate.pValue()).isCloseTo(row.get("p").asDouble(), near(row.get("p")));
        }
    }

    @Test
    void verdictsAreTheReferences() {
        for (JsonNode row : golden.get("verdicts")) {
            OptionalDouble margin = row.get("margin").isNull()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(row.get("margin").asDouble());

            assertThat(Verdict.of(
                                    row.get("low").asDouble(),
                                    row.get("high").asDouble(),
                                    row.get("low90").asDouble(),
                                    row.get("high90").asDouble(),
                                    margin)
                            .words())
                    .as(row.toString())
                    .isEqualTo(row.get("verdict").asText());
        }
    }

    private static Estimate estimate(JsonNode row) {
        List<Double> values = doubles(row.get("differences"));
        Optional<ImageVariance> images = row.hasNonNull("V")
                ? Optional.of(new ImageVariance(
                        row.get("V").asDouble(),
                        row.get("W").asDouble(),
                        row.get("images").asInt(),
                        row.get("images").asInt()))
                : Optional.empty();
        return differences(values, images).estimate();
    }

    private static Differences differences(List<Double> values, Optional<ImageVariance> images) {
        List<Long> seeds = new ArrayList<>();
        values.forEach(value -> seeds.add((long) seeds.size()));
        return new Differences(new Contrast("panet", Map.of("panet", 1.0, "fpn", -1.0)), seeds, values, images, 0);
    }

    private static List<Double> doubles(JsonNode array) {
        List<Double> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asDouble()));
        return values;
    }

    private static Comparator<Double> within1e12() {
        return (one, other) -> Math.abs(one - other) < 1e-12 ? 0 : Double.compare(one, other);
    }

    private static Offset<Double> near(JsonNode expected) {
        return near(expected.asDouble());
    }

    private static Offset<Double> near(double expected) {
        return within(Math.max(1e-15, RELATIVE * Math.abs(expected)));
    }

    private static JsonNode golden() {
        try (InputStream file = GoldenIntervalsTest.class.getResourceAsStream("/golden/statistics/intervals.json")) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
