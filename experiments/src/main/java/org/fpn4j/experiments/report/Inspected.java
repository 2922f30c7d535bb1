package org.fpn4j.experiments.report;

import static java.util.Objects.requireNonNull;

/**
 * What a report shows beside scores, which takes a look at data, detections and pictures.
 *
 * @param data what is in it
 * @param findings what was found
 * @param pictures of it
 */
public record Inspected(DataFacts data, Findings findings, Pictures pictures) {
    /** Nobody looked. */
    public static final Inspected NOTHING = new Inspected(DataFacts.NONE, Findings.NONE, Pictures.NONE);

    public Inspected {
        requireNonNull(data, "data is null");
        requireNonNull(findings, "findings is null");
        requireNonNull(pictures, "pictures is null");
    }
}
