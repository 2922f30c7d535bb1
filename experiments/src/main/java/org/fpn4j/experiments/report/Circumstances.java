package org.fpn4j.experiments.report;

/**
 * How a report's numbers came about.
 *
 * @param command what to type to get them
 * @param machine processor, cores, memory, system, versions
 * @param startedAt date and time with zone
 * @param dataSummary the data sets in one sentence: images, boxes, classes, digest
 */
public record Circumstances(String command, String machine, String startedAt, String dataSummary) {}
