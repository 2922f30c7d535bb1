package org.fpn4j.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fpn4j.experiments.plot.BarPlot;
import org.fpn4j.experiments.report.ExplanationReport.TitledTable;
import org.fpn4j.experiments.report.SurveyReport.Bars;
import org.fpn4j.experiments.report.SurveyReport.Remark;
import org.fpn4j.experiments.report.SurveyReport.Section;
import org.fpn4j.experiments.report.SurveyReport.Shares;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SurveyReportPageTest {
    private static SurveyReport report(String text, int examples, int rows, List<Double> values) {
        TitledTable table = new TitledTable(
                text, new LevelsReport.Table(Collections.nCopies(1 + rows, List.of(text, "1")), List.of(false, true)));
        Section section = new Section(
                "sizes",
                text,
                List.of(text),
                List.of(table),
                List.of(table),
                Optional.of(new Bars(text, text, List.of(text), List.of(new BarPlot.Series(text, List.of(3))))),
                Optional.of(new Shares(text, text, text, Map.of(text, values))),
                List.of(new PictureGroup(
                        text, text, List.of(new Example(text, List.of(new NamedPicture(text, text, new byte[] {1
                        })))))));
        List<String> lines =
                IntStream.range(0, examples).mapToObj(i -> text + i).toList();
        List<Remark> remarks = examples == 0 ? List.of() : List.of(new Remark(text, text, text, lines, examples));
        return new SurveyReport(text, text, text, text, remarks, List.of(section), text);
    }

    private static String body(SurveyReport report) {
        String page = SurveyReportPage.render(report);
        return page.substring(page.indexOf("<body>")).replaceAll("(?s)<script.*?</script>", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{title}}"})
    void whatUsersWroteStaysText(String evil) {
        String body = body(report(evil, 2, 2, List.of(1.0)));

        assertThat(body).doesNotContain("<script", "<img src=x", "alt=\"\"");
        assertThat(SurveyReportPage.render(report(evil, 2, 2, List.of(1.0))).split("<script", -1))
                .hasSameSizeAs(
                        SurveyReportPage.render(report("a", 2, 2, List.of(1.0))).split("<script", -1));
    }

    @Test
    void manyExamplesAndRowsAreCounted() {
        String body = body(report("a", 25, 450, List.of(1.0)));

        assertThat(body).contains("and 20 more</span>", "and 50 more rows, which <code>--json</code> has");
        assertThat(body.split("<th scope=\"row\">a</th>", -1)).hasSize(1 + 2 * 400);
    }

    @Test
    void longTablesAreFolded() {
        String summary = "<summary>a</summary>";

        assertThat(body(report("a", 0, 30, List.of(1.0)))).doesNotContain(summary);
        assertThat(body(report("a", 0, 31, List.of(1.0)))).containsOnlyOnce(summary);
    }

    @Test
    void withoutRemarksThePageSaysSo() {
        assertThat(body(report("a", 0, 1, List.of(1.0)))).contains("Boxes and classes look sound:");
        assertThat(body(report("a", 1, 1, List.of(1.0)))).doesNotContain("Boxes and classes look sound:");
    }

    @Test
    void withoutObjectsThereIsNoChart() {
        assertThat(body(report("a", 0, 1, List.of()))).doesNotContain("<canvas");
        assertThat(body(report("a", 0, 1, List.of(1.0)))).contains("<canvas");
    }

    @Test
    void aCurveEndsAtAllOfTheValues() {
        List<CurvePoint> few = Shares.curve(List.of(9.0, 3.0, 6.0));
        List<CurvePoint> many = Shares.curve(
                IntStream.rangeClosed(1, 1000).mapToObj(i -> (double) i).toList());

        assertThat(few).extracting(CurvePoint::step).containsExactly(3.0, 6.0, 9.0);
        assertThat(few.get(0).value()).isCloseTo(33.3, within(0.1));
        assertThat(few.get(2).value()).isEqualTo(100);
        assertThat(many).hasSize(60);
        assertThat(many.get(29)).isEqualTo(new CurvePoint(500, 50));
        assertThat(many.get(59)).isEqualTo(new CurvePoint(1000, 100));
    }
}
