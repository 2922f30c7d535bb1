/**
 * From dense scores to detections: score filter, best candidates of each level, non-maximum suppression. Depends on
 * {@code core.detection}, {@code core.graph}, {@code core.head} and {@code core.problem}.
 */
package org.fpn4j.heads.nms;
