/**
 * The RetinaNet head: anchors, two towers, focal loss. Depends on {@code config}, {@code config.problem},
 * {@code core.decoding}, {@code core.detection}, {@code core.graph}, {@code core.head}, {@code core.layer},
 * {@code core.pyramid}, {@code heads.anchor}, {@code heads.box}, {@code heads.loss}, {@code heads.match},
 * {@code heads.nms}, {@code heads.tower} and Jackson.
 */
package org.fpn4j.heads.retina;
