package org.fpn4j.experiments.report;

import static java.util.Objects.requireNonNull;

import org.fpn4j.evaluation.region.RegionUse;

/**
 * Which regions the second stage of a variant looked at.
 *
 * @param label as in other tables
 * @param use of all its runs together
 */
public record VariantRegions(String label, RegionUse use) {
    public VariantRegions {
        requireNonNull(label, "label is null");
        requireNonNull(use, "use is null");
    }
}
