package org.fpn4j.experiments.report;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.experiments.plot.BarPlot;

/**
 * What is in a data set, in words for a terminal and a page.
 *
 * @param sentence what matters
 * @param setting data and input in a line
 * @param remarks what looks like a mistake
 * @param sections of the page, in order
 * @param dataSummary the splits in a line
 */
public record SurveyReport(
        String name,
        String command,
        String sentence,
        String setting,
        List<Remark> remarks,
        List<Section> sections,
        String dataSummary) {
    /**
     * Something that looks like a mistake.
     *
     * @param where the splits
     * @param examples lines
     * @param count of which these are the first
     */
    public record Remark(String where, String what, String hint, List<String> examples, int count) {
        public Remark {
            requireNonNull(where, "where is null");
            examples = List.copyOf(examples);
        }
    }

    /**
     * One thing that was looked at.
     *
     * @param id unique in the page
     * @param words sentences before everything else
     * @param tables for terminal and page
     * @param details tables for the page alone, folded
     * @param bars of shares, where there are some
     * @param shares curves, where there are some
     * @param pictures in groups
     */
    public record Section(
            String id,
            String title,
            List<String> words,
            List<ExplanationReport.TitledTable> tables,
            List<ExplanationReport.TitledTable> details,
            Optional<Bars> bars,
            Optional<Shares> shares,
            List<PictureGroup> pictures) {
        public Section {
            requireNonNull(id, "id is null");
            requireNonNull(bars, "bars is null");
            requireNonNull(shares, "shares is null");
            words = List.copyOf(words);
            tables = List.copyOf(tables);
            details = List.copyOf(details);
            pictures = List.copyOf(pictures);
        }

        /** Words and tables alone. */
        public Section(String id, String title, List<String> words, List<ExplanationReport.TitledTable> tables) {
            this(id, title, words, tables, List.of(), Optional.empty(), Optional.empty(), List.of());
        }
    }

    /** Shares of several series in the same bins. */
    public record Bars(String title, String across, List<String> bins, List<BarPlot.Series> series) {
        public Bars {
            bins = List.copyOf(bins);
            series = List.copyOf(series);
        }
    }

    /**
     * Which share of some values is up to a value.
     *
     * @param unit of the values
     * @param values by what they are of
     */
    public record Shares(String title, String note, String unit, Map<String, List<Double>> values) {
        private static final int POINTS = 60;

        public Shares {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        /** A curve of percent by value. */
        static List<CurvePoint> curve(List<Double> values) {
            List<Double> sorted = values.stream().sorted().toList();
            int most = Math.min(POINTS, sorted.size());
            List<CurvePoint> points = new ArrayList<>();
            for (int i = 1; i <= most; i++) {
                int count = (int) Math.round((double) i * sorted.size() / most);
                points.add(new CurvePoint(sorted.get(count - 1), 100.0 * count / sorted.size()));
            }
            return points;
        }
    }

    public SurveyReport {
        remarks = List.copyOf(remarks);
        sections = List.copyOf(sections);
    }
}
