package org.fpn4j.evaluation.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.fpn4j.evaluation.statistics.FactorialSamples.NECKS;
import static org.fpn4j.evaluation.statistics.FactorialSamples.SIZES;
import static org.fpn4j.evaluation.statistics.FactorialSamples.design;
import static org.fpn4j.evaluation.statistics.FactorialSamples.result;
import static org.fpn4j.evaluation.statistics.FactorialSamples.scores;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactorialTest {
    @Test
    void theInteractionOfTwoByTwoIsScipys() {
        JsonNode golden = golden().get("two_by_two");
        JsonNode expected = golden.get("interaction");

        FactorialResult result = ofGolden(golden, NECKS, List.of("256", "512"));

        Comparison interaction = result.interactions().get(0).comparison();
        assertThat(interaction.differences().values())
                .usingElementComparator((one, other) -> Math.abs(one - other) < 1e-12 ? 0 : 1) // sums of four scores
                .isEqualTo(doubles(expected.get("per_seed")));
        assertThat(interaction.estimate().value()).isCloseTo(expected.get("D").asDouble(), near(expected.get("D")));
        assertThat(interaction.interval().half())
                .isCloseTo(expected.get("half_95").asDouble(), near(expected.get("half_95")));
        assertThat(interaction.estimate().pValue()).isCloseTo(expected.get("p").asDouble(), near(expected.get("p")));
    }

    @Test
    void theEffectAtEachSizeIsScipys() {
        JsonNode golden = golden().get("two_by_two");
        JsonNode expected = golden.get("neck_effect_at_each_size");

        FactorialResult result = ofGolden(golden, NECKS, List.of("256", "512"));

        assertThat(result.atLevels()).hasSize(2);
        for (Effect effect : result.atLevels()) {
            JsonNode atLevel = expected.get(effect.place());
            assertThat(effect.comparison().estimate().value())
                    .isCloseTo(atLevel.get("D").asDouble(), near(atLevel.get("D")));
            assertThat(effect.comparison().interval().half())
                    .isCloseTo(atLevel.get("half").asDouble(), near(atLevel.get("half")));
        }
    }

    @ParameterizedTest
    @CsvSource({"two_by_two, fpn;bifpn, 256;512", "three_by_three, fpn;panet;bifpn, 256;384;512"})
    void theTableOfVarianceIsStatsmodels(String name, String necks, String sizes) {
        JsonNode golden = golden().get(name);

        AnovaTable table = ofGolden(golden, List.of(necks.split(";")), List.of(sizes.split(";")))
                .anova()
                .orElseThrow();

        List<String> sources = List.of("C(seed)", "C(neck)", "C(size)", "C(neck):C(size)", "Residual");
        for (int i = 0; i < sources.size(); i++) {
            JsonNode expected = golden.get("anova").get(sources.get(i));
            AnovaTable.Line line = table.lines().get(i);
            assertThat(line.freedom()).isEqualTo(expected.get("df").asInt());
            assertThat(line.sumOfSquares()).isCloseTo(expected.get("sum_sq").asDouble(), near(expected.get("sum_sq")));
            assertNear(line.f(), expected.get("F"));
            assertNear(line.p(), expected.get("p"));
        }
    }

    @Test
    void ofThreeSizesTheEffectIsFollowedFromTheLowestToTheHighest() {
        JsonNode golden = golden().get("three_by_three");

        FactorialResult result = ofGolden(golden, List.of("fpn", "panet", "bifpn"), List.of("512", "256", "384"));

        assertThat(result.interactions()).hasSize(2);
        Effect bifpn = result.interactions().get(1);
        assertThat(bifpn.place()).isEqualTo("256 to 512");
        double sum = 0;
        for (JsonNode row : golden.get("rows")) {
            int neck = row.get("neck").asText().equals("bifpn")
                    ? 1
                    : row.get("neck").asText().equals("fpn") ? -1 : 0;
            int size = (row.get("size").asInt() - 384) / 128;
            sum += neck * size * row.get("AP").asDouble();
        }
        assertThat(bifpn.comparison().estimate().value()).isCloseTo(sum / 4, within(1e-12)); // rounding
        assertThat(bifpn.comparison().interval().alpha()).isEqualTo(0.05 / 2);
    }

    @Test
    void amountsAreOrderedAndTheStraightLineTakesAllOfThem() {
        Factor factor = Factor.of("repeats", List.of("3", "1", "10", "4"), "3");

        assertThat(factor.ordered()).isTrue();
        assertThat(factor.levels()).containsExactly("1", "3", "4", "10");
        Factor.Step step = factor.steps().get(0);
        assertThat(step.words()).isEqualTo("1 to 10");
        Map<String, Double> line = Map.of("1", 2.0, "3", 5.0, "4", 8.0, "10", 11.0);
        double change = new Contrast("line", step.weights()).of(line::get);
        assertThat(change).isCloseTo(9, within(1e-12)); // what lies on a line by rank changes by its ends
    }

    @ParameterizedTest
    @CsvSource({"192x192;192x256", "fpn;128", "fpn;panet"})
    void levelsThatAreNoDifferentAmountsHaveNoOrder(String levels) {
        Factor factor = Factor.of("any", List.of(levels.split(";")), levels.split(";")[1]);

        assertThat(factor.ordered()).isFalse();
        assertThat(factor.steps())
                .extracting(Factor.Step::words)
                .containsExactly(levels.split(";")[1] + " to " + levels.split(";")[0]);
    }

    @Test
    void theBiggerLeverIsToldWhereItIsShown() {
        FactorialResult size = result(design(NECKS, SIZES), scores(new double[][] {{.30, .50}, {.31, .52}}, 5, .01));
        FactorialResult neck = result(design(NECKS, SIZES), scores(new double[][] {{.50, .49}, {.30, .31}}, 5, .01));
        FactorialResult open = result(design(NECKS, SIZES), scores(new double[][] {{.30, .34}, {.34, .38}}, 5, .01));

        assertThat(size.biggerLever()).map(Factor::name).contains("size");
        assertThat(neck.biggerLever()).map(Factor::name).contains("neck");
        assertThat(open.biggerLever()).isEmpty();
    }

    @Test
    void equalScoresDifferByNothing() {
        FactorialResult result = result(design(NECKS, SIZES), scores(new double[][] {{.30, .53}, {.32, .55}}, 3, 0));

        Comparison interaction = result.interactions().get(0).comparison();
        assertThat(interaction.estimate().value()).isZero();
        assertThat(interaction.verdict()).isEqualTo(Verdict.UNDECIDED);
        AnovaTable table = result.anova().orElseThrow();
        assertThat(table.lines().get(4).sumOfSquares()).isZero();
        assertThat(table.lines()).allSatisfy(line -> assertThat(line.f()).isEmpty());
        assertThat(table.lines().get(2).sumOfSquares()).isCloseTo(12 * .115 * .115, within(1e-12)); // rounding
    }

    @Test
    void oneSeedTestsNothing() {
        FactorialResult result = result(design(NECKS, SIZES), scores(new double[][] {{.30, .53}, {.32, .60}}, 1, 0));

        assertThat(result.effects())
                .extracting(effect -> effect.comparison().verdict())
                .containsOnly(Verdict.NOT_TESTED);
        assertThat(result.anova()).isEmpty();
        assertThat(result.biggerLever()).isEmpty();
    }

    @Test
    void aSeedThatOneVariantLacksIsLeftOutOfWhatNeedsIt() {
        List<Scored> scores = scores(new double[][] {{.30, .53}, {.32, .60}}, 4, .01);
        scores.removeIf(score -> score.variant().equals("bifpn, 256") && score.seed() == 2);

        FactorialResult result = result(design(NECKS, SIZES), scores);

        assertThat(result.blocks().seeds()).containsExactly(0L, 1L, 3L);
        assertThat(result.interactions().get(0).comparison().estimate().seeds()).isEqualTo(3);
        assertThat(result.atLevels())
                .extracting(effect -> effect.comparison().estimate().seeds())
                .containsExactly(4, 3);
    }

    @Test
    void aVariantWithoutScoresTakesWhatItIsPartOfWithIt() {
        List<Scored> scores = scores(new double[][] {{.30, .53}, {.32, .60}}, 4, .01);
        scores.removeIf(score -> score.variant().equals("bifpn, 256"));

        FactorialResult result = result(design(NECKS, SIZES), scores);

        assertThat(result.incomparable())
                .containsExactly("fpn to bifpn, 128 to 256", "fpn to bifpn", "128 to 256", "fpn to bifpn at 256");
        assertThat(result.atLevels()).hasSize(1);
        assertThat(result.anova()).isEmpty();
    }

    private static FactorialResult ofGolden(JsonNode golden, List<String> necks, List<String> sizes) {
        List<Scored> scores = new ArrayList<>();
        for (JsonNode row : golden.get("rows")) {
            scores.add(new Scored(
                    row.get("neck").asText() + ", " + row.get("size").asText(),
                    row.get("seed").asLong(),
                    row.get("AP").asDouble(),
                    Optional.empty()));
        }
        return result(design(necks, sizes), scores);
    }

    private static List<Double> doubles(JsonNode array) {
        List<Double> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asDouble()));
        return values;
    }

    private static void assertNear(OptionalDouble value, JsonNode expected) {
        assertThat(value.isPresent()).isEqualTo(!expected.isNull());
        value.ifPresent(number -> assertThat(number).isCloseTo(expected.asDouble(), near(expected)));
    }

    private static Offset<Double> near(JsonNode expected) {
        return within(1e-6 * Math.abs(expected.asDouble())); // the references' own agreement among each other
    }

    private static JsonNode golden() {
        try (InputStream file = FactorialTest.class.getResourceAsStream("/golden/statistics/factorial.json")) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
