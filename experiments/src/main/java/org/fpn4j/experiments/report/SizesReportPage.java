package org.fpn4j.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The report of sizes as one HTML file. */
public final class SizesReportPage {
    /** A part as the template shows it. */
    record Part(String title, List<Page.Row> levels) {}

    private SizesReportPage() {}

    /** The whole page. */
    public static String render(SizesReport report) {
        Map<String, Object> model = new TreeMap<>();
        model.put("title", report.name());
        model.put("kind", "What each level sees at each size of the input");
        model.put("image", report.image());
        model.put("sizes", table(report.sizes()));
        model.put("proportions", report.proportions());
        model.put("columns", report.sizes().size());
        model.put("parts", report.parts().stream().map(SizesReportPage::part).toList());
        model.put("command", report.command());
        model.put("weights", report.weights());
        return Page.render("sizes", List.of(), model);
    }

    private static TableView table(List<SizesReport.Size> sizes) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("input", "image on it", "scale of the image"));
        sizes.forEach(size -> rows.add(List.of(size.input(), size.picture(), size.scale())));
        return TableView.of(new LevelsReport.Table(rows, List.of(false, true, true)));
    }

    private static Part part(SizesReport.Part part) {
        return new Part(
                part.title(),
                part.levels().stream()
                        .map(level -> Page.row(level.caption(), level.pictures()))
                        .toList());
    }
}
