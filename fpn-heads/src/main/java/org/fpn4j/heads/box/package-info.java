/**
 * Arithmetic of boxes in flat arrays: overlaps, and boxes as deltas from anchors. Depends on {@code config.problem},
 * {@code core.detection}, {@code core.graph} and {@code core.head}.
 */
package org.fpn4j.heads.box;
