package org.fpn4j.experiments.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.evaluation.statistics.FactorialResult;
import org.fpn4j.evaluation.statistics.FactorialSentences;

/** The part of an ablation's page on two axes that cross. */
final class FactorialSection {
    /** A line of the table of effects. */
    record EffectLine(String where, String step, String difference, String interval, String standing) {}

    /** A line of the table of variance. */
    record VarianceLine(String source, String squares, String freedom, String f, String p) {}

    private FactorialSection() {}

    /** Puts what the template names; where nothing crosses, that there is nothing. */
    static void put(Map<String, Object> model, Optional<FactorialResult> crossed) {
        Optional<FactorialSentences> sentences = crossed.map(FactorialSentences::new);
        Optional<InteractionPlot> plot = crossed.flatMap(InteractionPlot::of);
        model.put("hasFactorial", crossed.isPresent());
        model.put(
                "factorialQuestion", sentences.map(FactorialSentences::question).orElse(""));
        model.put("factorialHeading", sentences.map(FactorialSentences::heading).orElse(""));
        model.put(
                "factorialVerdicts", sentences.map(FactorialSentences::verdicts).orElse(List.of()));
        model.put("factorialNotes", sentences.map(FactorialSentences::notes).orElse(List.of()));
        model.put("hasInteractionPlot", plot.isPresent());
        model.put("interactionPlot", plot.map(InteractionPlot::text).orElse(""));
        List<EffectLine> effects = sentences.map(FactorialSentences::rows).orElse(List.of()).stream()
                .map(row -> new EffectLine(row.get(0), row.get(1), row.get(2), row.get(3), row.get(4)))
                .toList();
        model.put("effects", effects);
        model.put("hasEffects", !effects.isEmpty());
        List<VarianceLine> variance = sentences.map(FactorialSentences::variance).orElse(List.of()).stream()
                .skip(1) // the header
                .map(row -> new VarianceLine(row.get(0), row.get(1), row.get(2), row.get(3), row.get(4)))
                .toList();
        model.put("variance", variance);
        model.put("hasVariance", !variance.isEmpty());
    }
}
