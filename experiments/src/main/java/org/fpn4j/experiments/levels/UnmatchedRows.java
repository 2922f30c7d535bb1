package org.fpn4j.experiments.levels;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.fpn4j.experiments.report.LevelsReport;

/** The objects that no level takes, as rows of words. */
final class UnmatchedRows {
    private UnmatchedRows() {}

    static LevelsReport.Table of(LevelSurvey survey, List<String> classNames) {
        boolean millimetres = survey.objects().stream()
                .anyMatch(object -> object.millimetres().isPresent());
        List<String> header = new ArrayList<>(List.of("file", "class", "side, pixels"));
        List<Boolean> numbers = new ArrayList<>(List.of(false, false, true));
        if (millimetres) {
            header.add("side, mm");
            numbers.add(true);
        }
        if (survey.knowsOverlap()) {
            header.add("best IoU");
            numbers.add(true);
        }
        header.add("box in the picture: x, y, width, height");
        numbers.add(false);
        List<List<String>> rows = new ArrayList<>(List.of(header));
        for (PlacedObject object : survey.unmatched()) {
            List<String> row = new ArrayList<>(List.of(
                    object.image().fileName(), classNames.get(object.label()), Figures.fixed(object.side(), 1)));
            if (millimetres) {
                row.add(Figures.fixed(object.millimetres(), 1));
            }
            if (survey.knowsOverlap()) {
                row.add(Figures.fixed(object.fit().bestOverlap(), 3));
            }
            row.add(LevelJson.corner(object).stream()
                    .map(number -> Figures.fixed(OptionalDouble.of(number), 1))
                    .reduce((left, right) -> left + ", " + right)
                    .orElseThrow());
            rows.add(row);
        }
        return new LevelsReport.Table(rows, numbers);
    }
}
