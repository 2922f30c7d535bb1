/**
 * Which object an anchor is responsible for, by overlap with fixed thresholds or by the statistics of its candidates.
 * Depends on {@code heads.anchor}, {@code heads.box} and the core's {@code detection} and {@code problem}.
 */
package org.fpn4j.heads.match;
