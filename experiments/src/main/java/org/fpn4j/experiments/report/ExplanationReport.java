package org.fpn4j.experiments.report;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a trained detector is like inside, in words for a terminal and a page.
 *
 * @param setting runs, data and input in a line
 * @param findings what matters, a sentence each
 * @param sections of the page, in order
 * @param notes what a reader must know of all of it
 */
public record ExplanationReport(
        String name,
        String command,
        String setting,
        List<String> findings,
        List<Section> sections,
        List<String> notes,
        String dataSummary) {
    /**
     * One thing that was looked at.
     *
     * @param id unique in the page
     * @param words sentences before everything else
     * @param plot of sides; where there is one
     * @param curves a chart each
     * @param legend what the tables' columns are
     */
    public record Section(
            String id,
            String title,
            List<String> words,
            Optional<SidePlot> plot,
            List<TitledTable> tables,
            List<Curves> curves,
            List<HeatMapRow> pictures,
            String legend) {
        public Section {
            requireNonNull(id, "id is null");
            words = List.copyOf(words);
            requireNonNull(plot, "plot is null");
            tables = List.copyOf(tables);
            curves = List.copyOf(curves);
            pictures = List.copyOf(pictures);
        }
    }

    /** A table under a title. */
    public record TitledTable(String title, LevelsReport.Table table) {}

    /**
     * Values over the steps of a training.
     *
     * @param range lowest and highest value of the axis
     * @param lines by what they are of
     */
    public record Curves(
            String title, String note, String unit, List<Double> range, Map<String, List<CurvePoint>> lines) {
        public Curves {
            range = List.copyOf(range);
            lines = Collections.unmodifiableMap(new LinkedHashMap<>(lines));
        }
    }

    public ExplanationReport {
        findings = List.copyOf(findings);
        sections = List.copyOf(sections);
        notes = List.copyOf(notes);
    }
}
