package org.fpn4j.experiments.report;

import java.util.List;

/**
 * How a report's numbers came about.
 *
 * @param command what to type to get them
 * @param commits of the program that trained, each with how many runs it made where there are several
 * @param machines that trained, likewise: processor, cores, system
 * @param startedAt date and time with zone
 * @param dataSummary the data sets in one sentence: images, boxes, classes, digest
 */
public record Circumstances(
        String command, List<String> commits, List<String> machines, String startedAt, String dataSummary) {
    public Circumstances {
        commits = List.copyOf(commits);
        machines = List.copyOf(machines);
    }
}
