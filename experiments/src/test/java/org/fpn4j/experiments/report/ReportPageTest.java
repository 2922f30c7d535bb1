package org.fpn4j.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.fpn4j.experiments.report.SampleReports.cell;
import static org.fpn4j.experiments.report.SampleReports.variant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.fpn4j.evaluation.metric.Metrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportPageTest {
    private static final int MOST_WITHOUT_PICTURES = 1_300_000; // which take 1.7 million at most

    private static final String ABLATION = AblationReportPage.render(SampleReports.ablation());
    private static final String TRAINING = TrainingReportPage.render(SampleReports.training());

    /** What a reader sees as text and elements: the page without scripts and style. */
    private static String body(String page) {
        return page.substring(page.indexOf("<body>")).replaceAll("(?s)<script.*?</script>", "");
    }

    private static JsonNode charts(String page) throws IOException {
        String start = "<script type=\"application/json\" id=\"chart-data\">";
        int from = page.indexOf(start) + start.length();
        return new ObjectMapper().readTree(page.substring(from, page.indexOf("</script>", from)));
    }

    private static JsonNode chart(String page, String id) throws IOException {
        for (JsonNode chart : charts(page)) {
            if (chart.get("id").asText().equals(id)) {
                return chart;
            }
        }
        throw new AssertionError("no chart " + id);
    }

    private static JsonNode titled(String page, String title) throws IOException {
        for (JsonNode chart : charts(page)) {
            if (chart.get("title").asText().equals(title)) {
                return chart;
            }
        }
        throw new AssertionError("no chart " + title);
    }

    @Test
    void samplesAreWrittenForPeopleToLookAt() throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "sample-reports"));
        Files.writeString(folder.resolve("ablation.html"), ABLATION);
        Files.writeString(folder.resolve("training.html"), TRAINING);
        assertThat(ABLATION).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
        assertThat(TRAINING).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
    }

    @Test
    void aPageAsksForNothingFromOutside() {
        for (String page : List.of(ABLATION, TRAINING)) {
            String elements = page.replaceAll("(?s)<script.*?</script>", "");
            assertThat(Pattern.compile("(?i)(?<!<a )(src|href|srcset|action|data)\\s*=\\s*[\"']?+(?!data:)[^\\s>]")
                            .matcher(elements)
                            .results()
                            .map(found ->
                                    elements.substring(found.start(), Math.min(found.end() + 40, elements.length()))))
                    .isEmpty();
            assertThat(elements).doesNotContain("<link", "@import", "url(");
            assertThat(page).contains("default-src 'none'").doesNotContain("<script src", "sourceMappingURL");
        }
    }

    @Test
    void theChartLibraryComesWithItsLicense() {
        assertThat(ABLATION).contains("Chart.js v4.4.4", "The MIT License (MIT)", "Permission is hereby granted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</script><b>", "{{title}}"})
    void whatUsersWroteStaysText(String evil) throws IOException {
        Map<String, String> axes = Map.of(evil, evil);
        List<CurvePoint> curve = List.of(new CurvePoint(1, 1));
        CellRow good = new CellRow(
                axes,
                0,
                CellRow.DONE,
                new RunScores(Map.of("AP", 0.5), Map.of(evil, SampleReports.scores(0.5, 0.5))),
                1,
                evil,
                evil,
                SampleReports.curves(curve, Map.of("AP", curve)));
        VariantRow row = new VariantRow(axes, List.of(good), 1, 1);
        CellRow bad = new CellRow(
                axes, 1, CellRow.failed(evil), RunScores.NONE, 1, evil, evil, SampleReports.curves(curve, Map.of()));
        List<NamedPicture> pictures = List.of(new NamedPicture(evil, evil, new byte[] {1}));
        String page = AblationReportPage.render(new AblationReport(
                evil,
                new Circumstances(evil, List.of(evil), List.of(evil), evil, evil),
                Metrics.coco(),
                List.of(evil),
                List.of(row),
                SampleReports.verdicts(List.of(good, bad)),
                List.of(good, bad),
                List.of(new ConfigDifference(evil, List.of(evil))),
                SampleReports.hostile(evil, pictures),
                List.of(evil)));
        String harmless = AblationReportPage.render(
                SampleReports.report(List.of(variant("fpn", 1, 0.5, Double.NaN)), List.of(cell("fpn", 0, 0.5))));
        assertThat(page.split("<script", -1)).hasSameSizeAs(harmless.split("<script", -1));
        assertThat(body(page)).doesNotContain("<script", "<img src=x", "<b>", "alt=\"\"");
        assertThat(charts(page).get(0).get("series").get(0).get("label").asText())
                .isEqualTo(evil);
        if (evil.equals("{{title}}")) {
            assertThat(body(page)).contains("<h1>{{title}}</h1>");
        }
    }

    @Test
    void everyPictureAndPlotHasWordsForThoseWhoCannotSeeIt() {
        for (String page : List.of(ABLATION, TRAINING)) {
            String body = body(page);
            assertThat(body).contains("<img ", "<svg ", "<canvas ");
            assertThat(Pattern.compile("<img (?![^>]* alt=\"[^\"]+\")")
                            .matcher(body)
                            .results())
                    .isEmpty();
            assertThat(Pattern.compile("<canvas (?![^>]* aria-label=\"[^\"]+\")")
                            .matcher(body)
                            .results())
                    .isEmpty();
            assertThat(Pattern.compile("<svg (?![^>]*(aria-hidden|aria-label=\"[^\"]+\"|aria-labelledby))")
                            .matcher(body)
                            .results())
                    .isEmpty();
        }
        assertThat(ABLATION).contains("aria-label=\"Training loss. Last values: fpn 0.");
    }

    @Test
    void theFirstScreenSaysWhatTheVerdictsMean() {
        String body = body(ABLATION);

        assertThat(body)
                .contains("<tr><th scope=\"row\">bifpn</th><td><strong>better</strong></td>")
                .contains(
                        "AP (mean precision over all points of recall, IoU thresholds and classes): from 0 to 1, larger"
                                + " is better.")
                .contains(
                        "Better or worse: the difference is larger than what the choice of seeds and images explains.")
                .contains(
                        "Undecided: neither is shown to be ahead, and the two are not shown to be equal; do not choose"
                                + " by AP.")
                .doesNotContain("Equivalent:", "Not tested:")
                .contains("<title>AP by variant</title>", "noise floor 0.");
    }

    @Test
    void aVariantOfOneSeedIsSaidToBeUntested() {
        List<CellRow> cells = List.of(cell("fpn", 0, 0.4), cell("bifpn", 0, 0.5));
        String body = body(AblationReportPage.render(SampleReports.report(
                List.of(variant("fpn", List.of(cells.get(0))), variant("bifpn", List.of(cells.get(1)))), cells)));

        assertThat(body)
                .contains("Not tested: with one seed nothing can be said of a variant")
                .doesNotContain("NaN");
    }

    @Test
    void runsLinkToTheirOwnReports() {
        assertThat(body(ABLATION))
                .contains("<td class=\"path\"><a href=\"cells/report.html\">cells/fpn-0</a></td>")
                .contains("<td class=\"path\">cells/panet-2</td>");
    }

    @Test
    void whatIsTakenForWhatIsInPercentOfEachClass() {
        assertThat(body(ABLATION))
                .contains(
                        "<caption>fpn, score \u2265 0.42, 2 runs</caption>",
                        "<th scope=\"row\">nodule <span class=\"sd\">10</span></th>")
                .contains("style=\"--shade:0.36\" title=\"8 of 10\">80</td>", "title=\"2 of 10\">20</td>")
                .contains("<td class=\"number\" title=\"3 in all\">3.0</td>"); // in 2 x 50 images
        assertThat(body(TRAINING))
                .contains("<caption>bifpn, score \u2265 0.42, 2 runs</caption>", "Precision by recall of nodule");
    }

    @Test
    void curvesOfPrecisionAreOfBothThresholdsAndOfAllVariants() {
        String body = body(ABLATION);

        assertThat(body.split("<path class=\"curve style", -1)).hasSize(1 + 3 + 3 * 3); // a legend, and three plots
        assertThat(body.split("<path class=\"curve thin style", -1)).hasSize(1 + 3 * 3);
        assertThat(body).contains("mean precision at IoU 0.5 and 0.75: fpn 0.74 and 0.53");
    }

    @Test
    void dataConfigsCommitAndTheScoreOfDrawnBoxesAreThere() {
        assertThat(body(ABLATION))
                .contains("<tr><th class=\"path\" scope=\"row\">neck.type</th><td class=\"wrap\">fpn</td>")
                .contains(
                        "<th scope=\"row\">invented train</th><td class=\"number\">100</td><td class=\"number\">2</td>")
                .contains("box without area, skipped", "train.json: box[0]")
                .contains("128 x 128 (letterbox)", "Objects by their side on an input of 128 x 128", "16\u201332: 40 %")
                .contains("<dt>Commit</dt><dd>4f1e0a2b9c3d<br></dd>");
        assertThat(body(TRAINING)).contains("invented train", "<dt>Commit</dt>").doesNotContain("id=\"configs\"");
    }

    @Test
    void manyClassesAreFoldedAndThePageStaysSmall() {
        String page = AblationReportPage.render(SampleFindings.ofClasses(80, 5));

        String body = body(page);
        assertThat(page.length()).isLessThan(MOST_WITHOUT_PICTURES);
        assertThat(body)
                .contains("First the 12 of 80 classes in which the variants&#39; AP differs most.")
                .contains(
                        "<summary>AP of 68 more classes</summary>", "<summary>Objects of 80 classes by size</summary>")
                .contains("other classes");
        // the spread over the variants grows with the number of the class
        assertThat(body.indexOf("<th scope=\"row\">class 79</th>"))
                .isBetween(0, body.indexOf("<th scope=\"row\">class 78</th>"));
    }

    @Test
    void manyClassesOfManyVariantsKeepThePageSmall() {
        String page = AblationReportPage.render(SampleFindings.ofClasses(80, 60));

        assertThat(page.length()).isLessThan(MOST_WITHOUT_PICTURES);
        assertThat(body(page))
                .contains("Of 52 more variants there is no table.", "40 more classes are in results.csv.");
    }

    @Test
    void eachClassHasItsScoresInEachVariant() {
        String page = body(ABLATION);

        assertThat(page).contains("<caption>AP50 by class</caption>", "<caption>AP by class</caption>");
        // 0.2 + 0.25 + 0.01 for the second variant, and two thousandths more with the second of its two seeds
        assertThat(page).contains("<td class=\"number\">0.461<span class=\"sd\">\u00A0\u00B1\u00A00.001</span></td>");
    }

    @Test
    void theHeadlineTableHasMeanAndSpread() {
        AblationReport report = SampleReports.report(
                List.of(variant("fpn", 1, 0.391, Double.NaN), variant("bifpn", 3, 0.4123, 0.0049)),
                List.of(cell("fpn", 0, 0.391)));
        assertThat(AblationReportPage.render(report))
                .contains("<td class=\"number\">0.391<span class=\"sd\"></span></td>")
                .contains("<td class=\"number best\">0.412<span class=\"sd\">\u00A0\u00B1\u00A00.005</span></td>")
                .contains("<td class=\"number\">\u2013<span class=\"sd\"></span></td>")
                .contains("<td class=\"number\" title=\"1\u202F000\u202F000\">1.000</td>");
    }

    @Test
    void verdictsStandFirstWithTheirPlot() {
        String body = body(ABLATION);

        assertThat(body)
                .contains("<li>bifpn is better than fpn: by 0.005 to 0.042 AP.</li>")
                .containsPattern(
                        "<li>panet and fpn: undecided\\. A lead of panet above [0-9.]+ and a deficit above [^<]*</li>")
                .contains("Noise floor: with 2 to 3 seeds, a true difference of ")
                .contains("<svg class=\"forest\"", "Differences from fpn. AP of panet: +0.010, from -0.128 to +0.148.");
        assertThat(body.indexOf("id=\"verdicts\"")).isBetween(0, body.indexOf("id=\"results\""));
    }

    @Test
    void failedRunsAreToldFirstAndMarkedInTheTable() {
        String body = body(ABLATION);
        assertThat(body)
                .contains("<li><strong>panet</strong>, seed 2: loss became NaN at step 412 (level P3, tensor"
                        + " head/box_deltas)</li>")
                .contains(
                        "<tr class=\"failed\"><th scope=\"row\">panet</th><td class=\"number\">2</td><td>failed</td>");
        assertThat(body.indexOf("id=\"failures\"")).isBetween(0, body.indexOf("id=\"results\""));
    }

    @Test
    void anAblationWithoutAnyFinishedRunSaysSo() {
        String body = body(AblationReportPage.render(SampleReports.report(List.of(), List.of())));
        assertThat(body).contains("No run has finished yet.").doesNotContain("<canvas", "id=\"runs\"", "id=\"notes\"");
    }

    @Test
    void meansHaveWhiskersAndRunsHaveNone() throws IOException {
        JsonNode series = chart(ABLATION, "macs").get("series");
        assertThat(series).hasSize(6);
        assertThat(series.get(0).get("mark").asText()).isEqualTo("RUN");
        assertThat(series.get(0).get("points")).hasSize(3);
        assertThat(series.get(0).get("points").get(0)).hasSize(2);
        JsonNode mean = series.get(1).get("points").get(0);
        assertThat(mean.get(0).asDouble()).isEqualTo(4.412);
        Statistic statistic = SampleReports.ablation().variants().get(0).statistic("AP");
        assertThat(mean.get(2).asDouble()).isEqualTo(statistic.mean() - statistic.sd(), within(1e-5));
    }

    @Test
    void sizesWithNothingToMeasureHaveNoChart() throws IOException {
        CellRow run = new CellRow(
                Map.of("neck", "fpn"),
                0,
                CellRow.DONE,
                new RunScores(Map.of("AP_S", 0.2, "AP_L", -1.0), Map.of()),
                1,
                "x",
                "",
                LearningCurves.NONE);
        VariantRow row = SampleReports.variant("fpn", List.of(run));
        JsonNode charts = charts(AblationReportPage.render(SampleReports.report(List.of(row), List.of())));
        assertThat(charts).hasSize(1);
        assertThat(charts.get(0).get("id").asText()).isEqualTo("AP_S");
        assertThat(charts.get(0).get("range").get(0).asDouble()).isEqualTo(0.19, within(1e-9));
        assertThat(charts.get(0).get("range").get(1).asDouble()).isEqualTo(0.21, within(1e-9));
    }

    @Test
    void allSizesShowEquallyLongStretchesOfAp() throws IOException {
        List<Double> spans = new ArrayList<>();
        for (String metric : List.of("AP_S", "AP_M", "AP_L")) {
            JsonNode chart = chart(ABLATION, metric);
            double low = chart.get("range").get(0).asDouble();
            double high = chart.get("range").get(1).asDouble();
            spans.add(high - low);
            for (JsonNode series : chart.get("series")) {
                for (JsonNode point : series.get("points")) {
                    assertThat(point.get(point.size() - 1).asDouble()).isBetween(low, high);
                }
            }
        }
        assertThat(spans.get(1)).isEqualTo(spans.get(0), within(1e-9));
        assertThat(spans.get(2)).isEqualTo(spans.get(0), within(1e-9));
    }

    @Test
    void longCurvesBecomeMeansOfEqualStretches() {
        List<CurvePoint> curve = new ArrayList<>();
        for (int step = 1; step <= 900; step++) {
            curve.add(new CurvePoint(step, step));
        }
        curve.add(new CurvePoint(901, Double.NaN));
        Chart.Series series = Chart.curve("loss", 0, curve);
        assertThat(series.points()).hasSize(300);
        assertThat(series.points().get(0)).containsExactly(2, 2); // the mean of 1, 2, 3
        assertThat(series.points().get(299)).containsExactly(899, 899);
    }

    @Test
    void aTrainingReportShowsScoresClassesConfigAndCurves() throws IOException {
        assertThat(body(TRAINING))
                .contains("<tr><th scope=\"row\">AP_S</th><td class=\"number\">0.221</td></tr>")
                .contains("<tr><th scope=\"row\">effusion</th><td class=\"number\">\u2013</td>"
                        + "<td class=\"number\">\u2013</td></tr>")
                .contains("<tr><th scope=\"row\">nodule</th><td class=\"number\">0.223</td>"
                        + "<td class=\"number\">0.473</td></tr>")
                .contains("1\u202F988\u202F914", "<td class=\"number\">3.871</td>", "4 min 11 s")
                .contains("neck:\n  type: bifpn\n  repeats: 2\n", "tiny.yaml:7:12");
        assertThat(chart(TRAINING, "loss").findValuesAsText("label"))
                .containsExactly("total", "classification", "boxes", "validation loss");
        JsonNode rate = titled(TRAINING, "Learning rate");
        assertThat(rate.get("series").get(0).get("points")).hasSize(300);
        assertThat(titled(TRAINING, "Val losses").findValuesAsText("label")).containsExactly("boxes");
    }

    @Test
    void durationsReadLikeDurations() {
        assertThat(List.of(0.84, 47.2, 725.0, 12_010.0).stream().map(Numbers::duration))
                .containsExactly("0.8 s", "47 s", "12 min 05 s", "3 h 20 min");
    }
}
