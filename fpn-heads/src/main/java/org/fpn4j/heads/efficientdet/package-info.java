/**
 * EfficientDet's head: separable towers with norms of each level's own. Depends on {@code config}, {@code config.problem},
 * {@code core.graph}, {@code core.head}, {@code core.layer}, {@code core.pyramid}, {@code heads.anchor},
 * {@code heads.box}, {@code heads.loss}, {@code heads.match}, {@code heads.nms}, {@code heads.point}, {@code heads.retina}
 * and Jackson.
 */
package org.fpn4j.heads.efficientdet;
