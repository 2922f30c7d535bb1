/**
 * Arithmetic of boxes in flat arrays: overlaps, and boxes as deltas from anchors. Depends on {@code core.detection},
 * {@code core.graph}, {@code core.head} and {@code core.problem}.
 */
package org.fpn4j.heads.box;
