/**
 * The CenterNet head: objects as peaks of heat maps, on the finest level or on all. Depends on {@code config},
 * {@code config.problem}, {@code core.decoding}, {@code core.detection}, {@code core.graph}, {@code core.head},
 * {@code core.layer}, {@code core.pyramid}, {@code core.region}, {@code heads.loss}, {@code heads.nms}, {@code heads.point},
 * {@code heads.tower} and Jackson.
 */
package org.fpn4j.heads.centernet;
