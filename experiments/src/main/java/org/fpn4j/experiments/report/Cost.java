package org.fpn4j.experiments.report;

/**
 * What a detector takes.
 *
 * @param params parameters of the whole detector
 * @param macs multiply-accumulates of one forward pass of one image
 * @param trainSeconds of wall clock
 */
public record Cost(long params, long macs, double trainSeconds) {}
