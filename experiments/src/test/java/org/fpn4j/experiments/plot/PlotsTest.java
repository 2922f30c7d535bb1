package org.fpn4j.experiments.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlotsTest {
    private static final OptionalDouble NO_FLOOR = OptionalDouble.empty();

    @Test
    void ticksAreRoundAndWithinTheScale() {
        Scale scale = Scale.around(List.of(0.561, 0.636), 0, 100);

        assertThat(scale.ticks().stream().map(scale::written)).containsExactly("0.56", "0.58", "0.60", "0.62", "0.64");
        assertThat(scale.at(scale.low())).isEqualTo(0);
        assertThat(scale.at(scale.high())).isEqualTo(100);
    }

    @Test
    void equalValuesHaveAScaleToo() {
        Scale scale = Scale.around(List.of(0.5), 0, 100);

        assertThat(scale.at(0.5)).isCloseTo(50, within(1e-9)); // the middle, to rounding
        assertThat(scale.ticks()).isNotEmpty();
    }

    @Test
    void aScaleWithoutWidthIsRefused() {
        assertThatThrownBy(() -> new Scale(1, 1, 0, 100))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("low[1.0] must be below high[1.0]");
    }

    @Test
    void zeroHasNoSign() {
        assertThat(new Scale(-1, 1, 0, 1).written(-0.0)).isEqualTo("0.0");
    }

    @Test
    void meansHaveTheNoiseFloorOfTheirComparison() {
        String svg = MeanPlot.of(
                "AP",
                0.6,
                List.of(
                        new MeanPlot.Row("fpn", 0.6, 0.01, List.of(0.59, 0.61), NO_FLOOR),
                        new MeanPlot.Row("bifpn", 0.5, 0.02, List.of(0.48, 0.52), OptionalDouble.of(0.025))));

        assertThat(svg)
                .contains(
                        "aria-label=\"AP by variant: fpn 0.600 \u00B1 0.010; bifpn 0.500 \u00B1 0.020, noise floor 0.025.\"")
                .contains("<title>AP by variant</title>");
        assertThat(svg.split("class=\"floor\"", -1)).hasSize(3); // two lines
        assertThat(svg.split("class=\"seed\"", -1)).hasSize(5);
    }

    @Test
    void aSingleSeedHasNoBar() {
        String svg = MeanPlot.of("AP", 0.6, List.of(new MeanPlot.Row("fpn", 0.6, Double.NaN, List.of(0.6), NO_FLOOR)));

        assertThat(svg).contains("fpn 0.600.\"").doesNotContain("class=\"whole\"", "NaN");
    }

    @Test
    void seriesDifferByShapeAndByDashesNotByColourAlone() {
        List<String> marks = IntStream.range(0, 6).mapToObj(Look::shape).toList();
        List<String> dashes = IntStream.range(0, 6).mapToObj(Look::dashes).toList();

        assertThat(marks).doesNotHaveDuplicates();
        assertThat(dashes).doesNotHaveDuplicates();
    }

    @Test
    void whatIsNotMeasuredHasNoMark() {
        String svg = DotPlot.of(
                "AP by class",
                List.of("cat", "dog"),
                List.of("fpn", "bifpn"),
                List.of(List.of(0.5, 0.6), List.of(-1.0, -1.0)));

        assertThat(svg.split("class=\"mark", -1)).hasSize(3);
        assertThat(svg).contains("AP by class. cat: fpn 0.500, bifpn 0.600; dog: .\"");
    }

    @Test
    void flatStretchesOfACurveTakeTwoPoints() {
        List<Double> flat = new ArrayList<>(Collections.nCopies(50, 1.0));
        flat.addAll(Collections.nCopies(51, 0.0));

        String svg = CurvePlot.of("cat", "cat", "recall", "precision", List.of(new CurvePlot.Curve(1, true, flat)));

        assertThat(svg).contains("class=\"curve thin style1\" stroke-dasharray=\"6 3\"");
        assertThat(svg.replaceAll("(?s).*d=\"(M[^\"]*)\".*", "$1").split("L", -1))
                .hasSize(4);
    }

    @Test
    void barsAreSharesOfTheirSeries() {
        String svg = BarPlot.of(
                "Sides",
                "pixels",
                List.of("small", "large"),
                List.of(new BarPlot.Series("train", List.of(30, 10)), new BarPlot.Series("val", List.of(0, 0))));

        assertThat(svg)
                .contains("aria-label=\"Sides. train small: 75 %, large: 25 %; val .\"")
                .contains("class=\"bar bar1\"");
    }

    @Test
    void wordsAreEscaped() {
        assertThat(DotPlot.of("<b>", List.of("<i>"), List.of("\"x"), List.of(List.of(0.5))))
                .doesNotContain("<b>", "<i>", "\"x")
                .contains("&lt;b&gt;");
    }
}
