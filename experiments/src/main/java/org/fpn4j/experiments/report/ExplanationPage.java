package org.fpn4j.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An explanation as one HTML file. */
public final class ExplanationPage {
    /** A table under its title. */
    record Table(String title, TableView view) {}

    /** What the template shows of a section. */
    record Shown(
            String id,
            String title,
            List<String> words,
            boolean hasPlot,
            String plot,
            List<Table> tables,
            List<Chart> ownCharts,
            List<Page.Row> pictures,
            String legend,
            boolean hasLegend) {}

    private ExplanationPage() {}

    /** The whole page. */
    public static String render(ExplanationReport report) {
        List<Chart> charts = new ArrayList<>();
        List<Shown> sections = new ArrayList<>();
        for (ExplanationReport.Section section : report.sections()) {
            List<Chart> own = charts(section);
            charts.addAll(own);
            sections.add(new Shown(
                    section.id(),
                    section.title(),
                    section.words(),
                    section.plot().isPresent(),
                    section.plot().map(SidePlot::svg).orElse(""),
                    section.tables().stream()
                            .map(table -> new Table(table.title(), TableView.of(table.table())))
                            .toList(),
                    own,
                    section.pictures().stream().map(ExplanationPage::row).toList(),
                    section.legend(),
                    !section.legend().isEmpty()));
        }
        Map<String, Object> model = new TreeMap<>();
        model.put("title", report.name());
        model.put("kind", "What is inside a trained detector");
        model.put("setting", report.setting());
        model.put("findings", report.findings());
        model.put("sections", sections);
        model.put("notes", report.notes());
        model.put("hasNotes", !report.notes().isEmpty());
        model.put("command", report.command());
        model.put("data", report.dataSummary());
        return Page.render("explanation", charts, model);
    }

    private static Page.Row row(HeatMapRow row) {
        return Page.row(row.caption(), row.pictures());
    }

    private static List<Chart> charts(ExplanationReport.Section section) {
        List<Chart> charts = new ArrayList<>();
        for (ExplanationReport.Curves curves : section.curves()) {
            List<Chart.Series> series = new ArrayList<>();
            curves.lines().forEach((name, points) -> series.add(Chart.curve(name, series.size(), points)));
            charts.add(new Chart(
                    section.id() + charts.size(),
                    curves.title(),
                    curves.note(),
                    "step",
                    curves.unit(),
                    List.of(),
                    curves.range(),
                    series));
        }
        return charts;
    }
}
