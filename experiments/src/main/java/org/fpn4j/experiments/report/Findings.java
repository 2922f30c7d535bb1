package org.fpn4j.experiments.report;

import java.util.List;

/**
 * What was found on the validation images, by variant.
 *
 * @param variants in the order of tables; those alone of which detections are kept
 * @param notes what is not in them
 */
public record Findings(List<VariantFindings> variants, List<String> notes) {
    /** Nothing is known. */
    public static final Findings NONE = new Findings(List.of(), List.of());

    public Findings {
        variants = List.copyOf(variants);
        notes = List.copyOf(notes);
    }

    /** Names, in the order of the data. */
    List<String> classes() {
        return variants.isEmpty() ? List.of() : variants.get(0).confusion().classes();
    }
}
