package org.fpn4j.data.csv;

import static java.util.Objects.requireNonNull;

import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;

/**
 * Several readers of one image.
 *
 * @param merge fused boxes (wbf), an image for each reader (apart), or all boxes (union)
 * @param overlap intersection over union above which two boxes are one object, where boxes are fused
 * @param least readers who must have drawn an object, where boxes are fused; what fewer drew is left out and counted
 */
public record ReadersConfig(
        ReaderMerging merge, @Range(min = 0, max = 1) double overlap, @Range(min = 1, max = 1000) int least) {
    public ReadersConfig {
        requireNonNull(merge, "merge is null");
        FieldChecks.of(ReadersConfig.class)
                .bounds("overlap", overlap)
                .bounds("least", least)
                .require(
                        least == 1 || merge == ReaderMerging.WBF,
                        "least",
                        least,
                        "must be 1 unless merge is wbf, which alone counts readers")
                .done();
    }

    /** Fused above an overlap of one half, whoever drew them. */
    public ReadersConfig() {
        this(ReaderMerging.WBF, 0.5, 1);
    }
}
