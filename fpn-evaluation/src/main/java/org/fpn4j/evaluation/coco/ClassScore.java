package org.fpn4j.evaluation.coco;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What is measured of one class, in [0, 1], or -1 where there is nothing to measure.
 *
 * @param ap mean over all IoU thresholds
 * @param ap50 at IoU 0.50; -1 where that is none of the thresholds
 */
public record ClassScore(@JsonProperty("AP") double ap, @JsonProperty("AP50") double ap50) {}
