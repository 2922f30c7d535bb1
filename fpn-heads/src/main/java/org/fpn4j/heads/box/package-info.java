/**
 * Arithmetic of boxes in flat arrays: overlaps, and boxes as deltas from anchors. Depends on the core's {@code
 * detection}, {@code graph} and {@code problem}.
 */
package org.fpn4j.heads.box;
