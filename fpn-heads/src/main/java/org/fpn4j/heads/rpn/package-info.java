/**
 * The region proposal network: objectness and deltas of every anchor, and what of them is proposed. Depends on
 * {@code config}, {@code config.problem}, {@code core.detection}, {@code core.graph}, {@code core.head}, {@code core.layer},
 * {@code core.pyramid}, {@code core.region}, {@code heads.anchor}, {@code heads.box}, {@code heads.loss},
 * {@code heads.match}, {@code heads.point} and {@code heads.tower}.
 */
package org.fpn4j.heads.rpn;
