/**
 * Arithmetic of boxes in flat arrays: overlaps, and boxes as deltas from anchors. Depends on {@code config.problem},
 * {@code core.decoding}, {@code core.detection} and {@code core.graph}.
 */
package org.fpn4j.heads.box;
