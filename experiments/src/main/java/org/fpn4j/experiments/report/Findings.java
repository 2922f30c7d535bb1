package org.fpn4j.experiments.report;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.fpn4j.evaluation.mistake.MatchRule;

/**
 * What was found on the validation images, by variant.
 *
 * @param rule by which detections are right or wrong
 * @param variants in the order of tables; those alone of which detections are kept
 * @param notes what is not in them
 */
public record Findings(MatchRule rule, List<VariantFindings> variants, List<String> notes) {
    /** Nothing is known. */
    public static final Findings NONE = new Findings(MatchRule.USUAL, List.of(), List.of());

    public Findings {
        requireNonNull(rule, "rule is null");
        variants = List.copyOf(variants);
        notes = List.copyOf(notes);
    }

    /** Names, in the order of the data. */
    List<String> classes() {
        return variants.isEmpty() ? List.of() : variants.get(0).confusion().classes();
    }
}
