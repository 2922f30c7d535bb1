/**
 * The FCOS head: points instead of anchors, distances to the sides of a box, centre-ness. Depends on {@code config},
 * {@code config.problem}, {@code core.decoding}, {@code core.detection}, {@code core.graph}, {@code core.head},
 * {@code core.layer}, {@code core.pyramid}, {@code heads.loss}, {@code heads.nms}, {@code heads.point},
 * {@code heads.tower} and Jackson.
 */
package org.fpn4j.heads.fcos;
