/**
 * The SSD head: default boxes, predictors of each level's own, hard negatives. Depends on {@code config},
 * {@code config.problem}, {@code core.decoding}, {@code core.detection}, {@code core.graph}, {@code core.head},
 * {@code core.layer}, {@code core.pyramid}, {@code core.region}, {@code heads.box}, {@code heads.loss}, {@code heads.match} and
 * Jackson.
 */
package org.fpn4j.heads.ssd;
