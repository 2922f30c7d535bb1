package org.fpn4j.experiments.report;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a report shows beside scores, which takes a look at data, detections and pictures.
 *
 * @param data what is in it
 * @param findings what was found
 * @param regions of the variants that have a second stage
 * @param pictures of it
 */
public record Inspected(DataFacts data, Findings findings, List<VariantRegions> regions, Pictures pictures) {
    /** Nobody looked. */
    public static final Inspected NOTHING = new Inspected(DataFacts.NONE, Findings.NONE, List.of(), Pictures.NONE);

    public Inspected {
        requireNonNull(data, "data is null");
        requireNonNull(findings, "findings is null");
        regions = List.copyOf(regions);
        requireNonNull(pictures, "pictures is null");
    }
}
