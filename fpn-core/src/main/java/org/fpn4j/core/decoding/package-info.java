/**
 * From raw outputs to detections: {@link org.fpn4j.core.decoding.Decoding} says what is done and does it; below it are score
 * filter, best candidates of each level, boxes and non-maximum suppression. Depends on {@code core.detection} and
 * {@code core.graph}.
 */
package org.fpn4j.core.decoding;
