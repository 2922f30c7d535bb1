/**
 * Which object an anchor is responsible for, by overlap with fixed thresholds or by the statistics of its candidates.
 * Depends on {@code config.problem}, {@code core.detection}, {@code core.head}, {@code heads.anchor}, {@code heads.box},
 * {@code heads.point} and Jackson.
 */
package org.fpn4j.heads.match;
