package org.fpn4j.experiments.ablation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.Shown;
import org.fpn4j.evaluation.replicate.ReplicatesFile;
import org.fpn4j.evaluation.statistics.Family;
import org.fpn4j.evaluation.statistics.Question;
import org.fpn4j.evaluation.statistics.Scored;
import org.fpn4j.experiments.report.Verdicts;
import org.fpn4j.experiments.run.RunDirectory.Result;

/** From the scores of cells to what can be said of variants. */
final class Judging {
    private final Ablation ablation;
    private final List<CellOutcome> outcomes;
    private final Question question;

    Judging(Ablation ablation, List<CellOutcome> outcomes) {
        this.ablation = ablation;
        this.outcomes = List.copyOf(outcomes);
        this.question = ablation.comparing().question();
    }

    /**
     * Judges.
     *
     * @param metrics what runs are scored by
     * @param earlierLooks numbers of seeds with which results were printed before
     */
    Verdicts verdicts(Metrics metrics, List<Integer> earlierLooks) {
        Metric decisive = ablation.comparing().decideBy();
        int seeds = ablation.seeds().size();
        List<Family> besides = metrics.in(Shown.TABLES).stream()
                .filter(metric -> !metric.name().equals(decisive.name()))
                .map(metric -> Family.besides(question, metric.name(), metric.largerIsBetter(), scores(metric)))
                .toList();
        List<String> remarks = new ArrayList<>(failures());
        otherObjects()
                .forEach(variant -> remarks.add(variant + " was scored on other images or objects than "
                        + question.baseline() + ", so the two are not compared."));
        if (question.looks().isEmpty()) {
            List<Integer> fewer =
                    earlierLooks.stream().filter(look -> look < seeds).toList();
            if (!fewer.isEmpty()) {
                remarks.add("Results were looked at with " + fewer
                        + " seeds before, and seeds were added: verdicts err more"
                        + " often than they say. [looks] in the file would have kept the error.");
            }
        }
        return new Verdicts(
                Family.deciding(question, decisive.name(), decisive.largerIsBetter(), seeds, scores(decisive)),
                besides,
                remarks);
    }

    private List<Scored> scores(Metric metric) {
        List<String> others = otherObjects();
        List<Scored> scores = new ArrayList<>();
        for (CellOutcome outcome : outcomes) {
            String variant = Comparing.label(outcome.cell().variant());
            if (others.contains(variant)) {
                continue;
            }
            outcome.result()
                    .map(Result::metrics)
                    .ifPresent(values -> scores.add(new Scored(
                            variant,
                            outcome.cell().seed(),
                            values.getOrDefault(metric.name(), -1.0),
                            outcome.replicates()
                                    .flatMap(file -> file.replicates().of(metric.name())))));
        }
        return scores;
    }

    /** Variants that were scored on something else than the baseline. */
    private List<String> otherObjects() {
        Map<String, String> objects = new LinkedHashMap<>();
        for (CellOutcome outcome : outcomes) {
            outcome.replicates()
                    .map(ReplicatesFile::objectsSha256)
                    .ifPresent(
                            digest -> objects.put(Comparing.label(outcome.cell().variant()), digest));
        }
        Optional<String> reference = Optional.ofNullable(objects.get(question.baseline()));
        return objects.keySet().stream()
                .filter(variant ->
                        reference.isPresent() && !objects.get(variant).equals(reference.get()))
                .toList();
    }

    private List<String> failures() {
        Map<String, Integer> failed = new LinkedHashMap<>();
        for (CellOutcome outcome : outcomes) {
            if (outcome.result().isEmpty()) {
                failed.merge(Comparing.label(outcome.cell().variant()), 1, Integer::sum);
            }
        }
        return failed.entrySet().stream()
                .map(entry -> entry.getValue() + " of " + ablation.seeds().size() + " runs of " + entry.getKey()
                        + " failed; the comparison leaves their seeds out, which favours " + entry.getKey() + ".")
                .toList();
    }
}
