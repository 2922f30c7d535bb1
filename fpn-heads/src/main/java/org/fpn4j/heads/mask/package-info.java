/**
 * Masks of regions: the third branch of Mask R-CNN, and PANet's fusion with a fully connected layer. Depends on {@code config},
 * {@code config.problem}, {@code core.decoding}, {@code core.detection}, {@code core.graph}, {@code core.head},
 * {@code core.layer}, {@code core.pyramid}, {@code core.region}, {@code heads.roi}, {@code heads.rpn} and Jackson.
 */
package org.fpn4j.heads.mask;
