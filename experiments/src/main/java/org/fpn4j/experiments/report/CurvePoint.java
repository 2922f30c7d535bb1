package org.fpn4j.experiments.report;

/** One point of a learning curve; a value that is not finite is left out of charts. */
public record CurvePoint(double step, double value) {}
