package org.fpn4j.experiments.comparison;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.Shown;
import org.fpn4j.evaluation.statistics.Factorial;
import org.fpn4j.evaluation.statistics.FactorialResult;
import org.fpn4j.evaluation.statistics.Family;
import org.fpn4j.evaluation.statistics.Question;
import org.fpn4j.evaluation.statistics.Scored;
import org.fpn4j.experiments.report.Verdicts;

/** From scores of trainings to what can be said of variants. */
public final class Judging {
    private final Question question;
    private final List<ScoredRun> runs;
    private final Set<String> others;

    /**
     * Prepares to judge.
     *
     * @param runs finished ones; those of variants that are not asked for do not matter
     */
    public Judging(Question question, List<ScoredRun> runs) {
        this.question = question;
        this.runs = List.copyOf(runs);
        this.others = scoredOnOthers(question.baseline(), this.runs);
    }

    /**
     * Judges.
     *
     * @param metrics what runs are scored by
     * @param decisive the metric of the verdicts
     * @param seeds how many every variant was meant to have
     * @param remarks what a reader must know that is not in the scores
     */
    public Verdicts verdicts(Metrics metrics, Metric decisive, int seeds, List<String> remarks) {
        List<Family> besides = metrics.in(Shown.TABLES).stream()
                .filter(metric -> !metric.name().equals(decisive.name()))
                .map(metric -> Family.besides(question, metric.name(), metric.largerIsBetter(), scores(metric)))
                .toList();
        List<String> all = new ArrayList<>(remarks);
        others.forEach(variant -> all.add(variant + " was scored on other images or objects than " + question.baseline()
                + ", so the two are not compared."));
        return new Verdicts(
                Family.deciding(question, decisive.name(), decisive.largerIsBetter(), seeds, scores(decisive)),
                besides,
                all);
    }

    /**
     * What a design of two factors says, beside verdicts on single variants.
     *
     * @param decisive the metric
     * @param seeds how many every variant was meant to have
     */
    public FactorialResult crossed(Factorial design, Metric decisive, int seeds) {
        return FactorialResult.of(
                design, question, decisive.name(), decisive.largerIsBetter(), seeds, scores(decisive));
    }

    private List<Scored> scores(Metric metric) {
        List<ScoredRun> comparable =
                runs.stream().filter(run -> !others.contains(run.variant())).toList();
        return question.folds() > 0
                ? FoldMeans.of(comparable, metric)
                : comparable.stream().map(run -> run.by(metric)).toList();
    }

    /** Variants that were scored on something else than the baseline; none where that is not known. */
    public Set<String> scoredOnOthers() {
        return others;
    }

    private static Set<String> scoredOnOthers(String baseline, List<ScoredRun> runs) {
        Map<OptionalInt, Map<String, Set<String>>> objects = new LinkedHashMap<>(); // of each fold, of each variant
        runs.forEach(run -> run.objects()
                .ifPresent(digest -> objects.computeIfAbsent(run.fold(), fold -> new LinkedHashMap<>())
                        .computeIfAbsent(run.variant(), variant -> new TreeSet<>())
                        .add(digest)));
        Set<String> different = new LinkedHashSet<>();
        objects.values().forEach(variants -> {
            Set<String> reference = variants.get(baseline);
            variants.forEach((variant, digests) -> {
                if (reference != null && !digests.equals(reference)) {
                    different.add(variant);
                }
            });
        });
        return Collections.unmodifiableSet(different);
    }
}
