package org.fpn4j.experiments.explanation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.statistics.Comparison;
import org.fpn4j.evaluation.statistics.Family;
import org.fpn4j.evaluation.statistics.Interval;
import org.fpn4j.evaluation.statistics.Question;
import org.fpn4j.evaluation.statistics.Scored;
import org.fpn4j.evaluation.statistics.Sentences;
import org.fpn4j.experiments.report.ExplanationReport.Section;
import org.fpn4j.experiments.report.ExplanationReport.TitledTable;
import org.fpn4j.experiments.report.LevelsReport;

/** What is lost without each level. Each run is compared with itself, and the differences of all seeds are judged together. */
record KnockOutSection(List<RunFindings> runs, List<String> levels) {
    private static final double LEAST = 0.001; // a change of AP that is worth a sentence

    private List<Removal.Kind> kinds() {
        return runs.get(0).outcomes().stream()
                .map(KnockOut.Outcome::kind)
                .distinct()
                .toList();
    }

    private List<Scored> scores(Removal.Kind kind, Metric metric) {
        return runs.stream()
                .flatMap(run -> run.outcomes().stream())
                .filter(outcome -> outcome.kind() == kind && outcome.metric().equals(metric.name()))
                .map(KnockOut.Outcome::score)
                .toList();
    }

    /** By the metric that decides, intervals of all levels together hold with 95 %; of the others each does. */
    private Family family(Removal.Kind kind, Metric metric) {
        Question question =
                new Question(KnockOut.WHOLE, levels.stream().map(KnockOut::name).toList());
        List<Scored> scores = scores(kind, metric);
        return metric.equals(KnockOut.METRICS.get(0))
                ? Family.deciding(question, metric.name(), true, runs.size(), scores)
                : Family.besides(question, metric.name(), true, scores);
    }

    Section section() {
        List<String> words = new ArrayList<>();
        List<TitledTable> tables = new ArrayList<>();
        for (Removal.Kind kind : kinds()) {
            tables.add(new TitledTable(kind.words() + ": " + kind.meaning(), table(kind)));
        }
        if (!kinds().contains(Removal.Kind.CANDIDATES)) {
            words.add(
                    "The head decodes by itself and does not say which level a box came from, so candidates and detections"
                            + " cannot be taken out.");
        }
        Sentences told = new Sentences(family(kinds().get(0), KnockOut.METRICS.get(0)));
        words.add(told.heading() + ", " + kinds().get(0).words() + " taken out:");
        words.addAll(runs.size() > 1 ? told.verdicts() : told.verdicts().subList(0, 1));
        words.addAll(told.notes());
        return new Section(
                "levels",
                "What is lost without a level",
                words,
                Optional.empty(),
                tables,
                List.of(),
                List.of(),
                "Change of AP, and of AP of small, medium and large objects, without the level: its score minus that of all"
                        + " levels. The three kinds answer different questions and are not to be compared. Intervals of AP hold"
                        + " together with 95 % in each table; those of sizes, 95 % each, are in the JSON and are to look at.");
    }

    private LevelsReport.Table table(Removal.Kind kind) {
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("without", "AP", "interval"));
        List<Family> families =
                KnockOut.METRICS.stream().map(metric -> family(kind, metric)).toList();
        families.subList(1, families.size()).forEach(family -> header.add(family.metric()));
        header.add("verdict");
        rows.add(header);
        for (String level : levels) {
            List<String> row = new ArrayList<>(List.of(level));
            for (Family family : families) {
                Optional<Comparison> one = comparison(family, level);
                row.add(one.map(each -> signed(each.estimate().value())).orElse("–"));
                if (row.size() == 2) {
                    row.add(one.map(KnockOutSection::interval).orElse(""));
                }
            }
            row.add(comparison(families.get(0), level)
                    .map(each -> each.verdict().words())
                    .orElse(""));
            rows.add(row);
        }
        return new LevelsReport.Table(rows, List.of(false, true, true, true, true, true, false));
    }

    private static Optional<Comparison> comparison(Family family, String level) {
        return family.comparisons().stream()
                .filter(each -> each.name().equals(KnockOut.name(level)))
                .findFirst();
    }

    /** Empty where neither seeds nor images say anything. */
    private static String interval(Comparison each) {
        boolean open = each.estimate().seeds() == 1 && each.estimate().images().isEmpty();
        Interval interval = each.interval();
        return open ? "" : "[" + signed(interval.low()) + ", " + signed(interval.high()) + "]";
    }

    private static String signed(double value) {
        String text = String.format(Locale.ROOT, "%+.3f", value);
        return text.substring(1).equals("0.000") ? "0.000" : text;
    }

    /** The level without which most is lost. */
    Optional<String> sentence() {
        Removal.Kind kind = kinds().get(0);
        Family family = family(kind, KnockOut.METRICS.get(0));
        return family.comparisons().stream()
                .min(Comparator.comparingDouble(each -> each.estimate().value()))
                .map(each -> each.estimate().value() > -LEAST
                        ? "AP falls by less than a thousandth whichever level is taken out (" + kind.words() + ")."
                        : "Of all levels AP needs " + each.name().replaceFirst("without ", "") + " most: " + each.name()
                                + " (" + kind.words() + " taken out) it changes by "
                                + signed(each.estimate().value()) + " " + interval(each) + ", "
                                + each.verdict().words() + ".");
    }

    /** What runs score with all levels, by the name of the metric; null where there is nothing to measure. */
    Map<String, Object> whole() {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Metric metric : KnockOut.METRICS) {
            Spread spread = Spread.of(scores(kinds().get(0), metric).stream()
                    .filter(score -> score.variant().equals(KnockOut.WHOLE) && score.value() >= 0)
                    .mapToDouble(Scored::value));
            values.put(metric.name(), spread.meanOrNull());
        }
        return values;
    }

    Map<String, Object> json() {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Removal.Kind kind : kinds()) {
            Map<String, Object> ofLevels = new LinkedHashMap<>();
            for (String level : levels) {
                Map<String, Object> ofMetrics = new LinkedHashMap<>();
                for (Metric metric : KnockOut.METRICS) {
                    Optional<Comparison> one = comparison(family(kind, metric), level);
                    ofMetrics.put(metric.name(), one.map(KnockOutSection::json).orElse(null));
                }
                ofLevels.put(level, ofMetrics);
            }
            values.put(kind.words(), ofLevels);
        }
        return values;
    }

    private static Map<String, Object> json(Comparison each) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("difference", each.estimate().value());
        values.put("low", each.interval().low());
        values.put("high", each.interval().high());
        values.put("seeds", each.estimate().seeds());
        values.put("verdict", each.verdict().words());
        return values;
    }
}
