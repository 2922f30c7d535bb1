/**
 * Metrics as values, those of COCO and those that are found on the class path, and what a set of detections scores by them.
 * Depends on {@code config.problem}, {@code data.dataset}, {@code data.image}, {@code data.mask} and {@code evaluation.coco}.
 */
package org.fpn4j.evaluation.metric;
