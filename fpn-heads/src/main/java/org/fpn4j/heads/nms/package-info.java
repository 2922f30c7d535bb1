/**
 * From dense scores to detections: score filter, best candidates of each level, non-maximum suppression. Depends on the
 * core's {@code detection}, {@code head} and {@code problem}.
 */
package org.fpn4j.heads.nms;
