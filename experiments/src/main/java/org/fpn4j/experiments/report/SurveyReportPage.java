package org.fpn4j.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.fpn4j.experiments.plot.BarPlot;

/** The report of a data set as one HTML file. */
public final class SurveyReportPage {
    private static final int MOST_EXAMPLES = 5;
    private static final int MOST_CURVES = 8; // as many as there are colours
    private static final int MOST_OPEN = 30; // rows; longer tables are folded
    private static final int MOST_ROWS = 400;

    /** A remark as the template shows it. */
    record Remark(String where, String what, String hint, List<String> examples, boolean isCut, String count) {}

    /** A table under its title. */
    record Table(String title, TableView view, boolean isLong, boolean isCut, String count) {}

    /** A section as the template shows it. */
    record Shown(
            String id,
            String title,
            List<String> words,
            List<Table> tables,
            List<Table> details,
            boolean hasDetails,
            String bars,
            boolean hasBars,
            List<Sample> series,
            List<Chart> ownCharts,
            boolean hasCharts,
            List<Page.Group> groups) {}

    /** A colour of bars and its name. */
    record Sample(int style, String name) {}

    private SurveyReportPage() {}

    /** The whole page. */
    public static String render(SurveyReport report) {
        List<Chart> charts = new ArrayList<>();
        List<Shown> sections = new ArrayList<>();
        for (SurveyReport.Section section : report.sections()) {
            List<Chart> own =
                    section
                            .shares()
                            .map(shares -> chart(section.id(), shares))
                            .filter(chart -> !chart.isEmpty())
                            .stream()
                            .toList();
            charts.addAll(own);
            sections.add(shown(section, own));
        }
        Map<String, Object> model = new TreeMap<>();
        model.put("title", report.name());
        model.put("kind", "What is in the data");
        model.put("setting", report.setting());
        model.put("sentence", report.sentence());
        model.put(
                "remarks",
                report.remarks().stream().map(SurveyReportPage::remark).toList());
        model.put("hasRemarks", !report.remarks().isEmpty());
        model.put("sections", sections);
        model.put("command", report.command());
        model.put("data", report.dataSummary());
        return Page.render("survey", charts, model);
    }

    private static Remark remark(SurveyReport.Remark remark) {
        int shown = Math.min(MOST_EXAMPLES, remark.examples().size());
        return new Remark(
                remark.where(),
                remark.what(),
                remark.hint(),
                remark.examples().subList(0, shown),
                shown > 0 && shown < remark.count(),
                Numbers.grouped(remark.count() - shown));
    }

    private static Shown shown(SurveyReport.Section section, List<Chart> charts) {
        return new Shown(
                section.id(),
                section.title(),
                section.words(),
                tables(section.tables()),
                tables(section.details()),
                !section.details().isEmpty(),
                section.bars()
                        .map(bars -> BarPlot.of(bars.title(), bars.across(), bars.bins(), bars.series()))
                        .orElse(""),
                section.bars().isPresent(),
                section.bars().map(SurveyReportPage::samples).orElse(List.of()),
                charts,
                !charts.isEmpty(),
                section.pictures().stream()
                        .map(group -> new Page.Group(
                                group.title(),
                                group.explanation(),
                                group.examples().stream()
                                        .map(example -> Page.row(example.caption(), example.pictures()))
                                        .toList()))
                        .toList());
    }

    private static List<Sample> samples(SurveyReport.Bars bars) {
        return IntStream.range(0, bars.series().size())
                .mapToObj(place -> new Sample(place, bars.series().get(place).name()))
                .toList();
    }

    private static List<Table> tables(List<ExplanationReport.TitledTable> tables) {
        return tables.stream().map(SurveyReportPage::table).toList();
    }

    private static Table table(ExplanationReport.TitledTable titled) {
        List<List<String>> rows = titled.table().rows();
        int shown = Math.min(rows.size(), 1 + MOST_ROWS);
        return new Table(
                titled.title(),
                TableView.of(new LevelsReport.Table(
                        rows.subList(0, shown), titled.table().numbers())),
                shown > 1 + MOST_OPEN,
                shown < rows.size(),
                Numbers.grouped((long) rows.size() - shown));
    }

    private static Chart chart(String id, SurveyReport.Shares shares) {
        List<Chart.Series> series = new ArrayList<>();
        shares.values().forEach((name, values) -> {
            if (!values.isEmpty() && series.size() < MOST_CURVES) {
                series.add(Chart.curve(name, series.size(), SurveyReport.Shares.curve(values)));
            }
        });
        int all = shares.values().size();
        String cut = all > MOST_CURVES ? " The first " + MOST_CURVES + " of " + all + "." : "";
        return new Chart(
                id,
                shares.title(),
                shares.note() + cut,
                shares.unit(),
                "% of the objects",
                List.of(),
                List.of(0.0, 100.0),
                series);
    }
}
