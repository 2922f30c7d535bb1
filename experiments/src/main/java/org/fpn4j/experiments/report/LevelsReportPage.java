package org.fpn4j.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The report of levels as one HTML file. */
public final class LevelsReportPage {
    private static final int MOST_UNMATCHED = 1000;

    private LevelsReportPage() {}

    /** The whole page. */
    public static String render(LevelsReport report) {
        Map<String, Object> model = new TreeMap<>();
        List<List<String>> unmatched = report.unmatched().rows();
        int count = unmatched.size() - 1;
        int shown = Math.min(count, MOST_UNMATCHED);
        model.put("title", report.name());
        model.put("kind", "Which level each object lands at");
        model.put("sentence", report.sentence());
        model.put("setting", report.setting());
        model.put("tables", report.tables().stream().map(TableView::of).toList());
        model.put("legend", report.legend());
        model.put("suggestions", report.suggestions());
        model.put("hasSuggestions", !report.suggestions().isEmpty());
        model.put("hasUnmatched", count > 0);
        model.put("unmatchedCount", Numbers.grouped(count));
        model.put("cutUnmatched", shown < count);
        model.put("shownUnmatched", Numbers.grouped(shown));
        model.put(
                "unmatched",
                TableView.of(new LevelsReport.Table(
                        unmatched.subList(0, 1 + shown), report.unmatched().numbers())));
        model.put("command", report.command());
        model.put("data", report.dataSummary());
        return Page.render("levels", charts(report), model);
    }

    /** Sizes along the axis, a line for each level: where one level ends and the next begins, and where none is. */
    private static List<Chart> charts(LevelsReport report) {
        List<Chart.Series> series = new ArrayList<>();
        for (int level = 0; level < report.levels().size(); level++) {
            int place = level;
            List<double[]> points = IntStream.range(0, report.shares().size())
                    .mapToObj(size -> Chart.point(
                            size, report.shares().get(size).percent().get(place)))
                    .toList();
            series.add(new Chart.Series(report.levels().get(level), level, Chart.Mark.MARKED_LINE, points));
        }
        return List.of(new Chart(
                "levels",
                "Share of the objects of each size that have a positive at each level",
                "The first table by side has the same numbers.",
                "side in pixels of the input",
                "% of the objects",
                report.shares().stream().map(LevelsReport.Shares::name).toList(),
                List.of(0.0, 100.0),
                series));
    }
}
