/**
 * The second stage of a two-stage detector: regions are pooled from the pyramid, classified and refined. Depends on
 * {@code config}, {@code config.problem}, {@code core.decoding}, {@code core.detection}, {@code core.graph},
 * {@code core.head}, {@code core.layer}, {@code core.pyramid}, {@code core.region}, {@code heads.anchor}, {@code heads.box},
 * {@code heads.loss}, {@code heads.match}, {@code heads.rpn} and Jackson.
 */
package org.fpn4j.heads.roi;
