/**
 * From dense scores to detections: score filter, best candidates of each level, non-maximum suppression. Depends on
 * {@code config.problem}, {@code core.detection}, {@code core.graph} and {@code core.head}.
 */
package org.fpn4j.heads.nms;
