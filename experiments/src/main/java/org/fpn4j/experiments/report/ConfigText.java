package org.fpn4j.experiments.report;

/**
 * The config of a run as text.
 *
 * @param yaml the effective config
 * @param origins one line for each of its values: path, value, where it was written
 */
public record ConfigText(String yaml, String origins) {}
