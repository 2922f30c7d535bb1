/**
 * Scores on draws of the validation images, from which intervals tell how much a score owes to which images were chosen. Depends
 * on {@code config.problem}, {@code core.files}, {@code data.transform}, {@code evaluation.coco}, {@code evaluation.metric},
 * {@code evaluation.statistics} and Jackson.
 */
package org.fpn4j.evaluation.replicate;
