package org.fpn4j.core.merging;

/**
 * One box of several.
 *
 * @param box their mean, and their score
 * @param boxes how many were fused
 * @param voters how many models or readers drew them
 */
public record FusedBox(ScoredBox box, int boxes, int voters) {}
