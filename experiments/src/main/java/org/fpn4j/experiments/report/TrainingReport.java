package org.fpn4j.experiments.report;

import java.util.List;

/**
 * Everything that the report of one training run shows.
 *
 * @param config what was trained
 * @param scores the final ones
 * @param inspected what a look at data and detections shows
 * @param notes sentences that a reader must know to judge the numbers
 */
public record TrainingReport(
        String name,
        Circumstances circumstances,
        ConfigText config,
        RunScores scores,
        Cost cost,
        LearningCurves curves,
        Inspected inspected,
        List<String> notes) {
    public TrainingReport {
        notes = List.copyOf(notes);
    }
}
