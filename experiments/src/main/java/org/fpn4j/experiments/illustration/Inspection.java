package org.fpn4j.experiments.illustration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.mistake.MatchRule;
import org.fpn4j.experiments.report.Findings;
import org.fpn4j.experiments.report.Inspected;
import org.fpn4j.training.loop.TrainingData;

/** A look at data, and at what finished runs found on the same validation images: mistakes, pictures, what levels see. */
public final class Inspection {
    private static final MatchRule RULE = MatchRule.USUAL;

    private final Map<String, List<JudgedRun>> judged = new LinkedHashMap<>(); // by variant
    private final Map<String, TrainedRun> shown = new LinkedHashMap<>(); // the first of each variant
    private int withoutDetections;

    private Inspection() {}

    /**
     * Looks.
     *
     * @param runs of all variants, each with its variant's label; the first of each is in pictures
     * @param baseline the variant that others are compared with; empty where nothing is compared
     * @param data of all runs
     * @param log hears of detections that cannot be read
     */
    public static Inspected of(
            List<TrainedRun> runs, Optional<String> baseline, TrainingData data, Consumer<String> log) {
        if (runs.isEmpty()) {
            return Inspected.NOTHING;
        }
        Inspection inspection = new Inspection();
        CocoGroundTruth truth = CocoGroundTruth.of(data.validation());
        for (TrainedRun run : runs) {
            inspection.shown.putIfAbsent(run.label(), run);
            inspection.add(run, JudgedRun.of(run, truth, RULE, log));
        }
        List<JudgedVariant> variants = new ArrayList<>();
        inspection.judged.forEach((label, judged) -> variants.add(new JudgedVariant(label, judged)));
        return new Inspected(
                DataCounts.of(data, runs.get(0).experiment().config().input()),
                new Findings(
                        RULE, variants.stream().map(JudgedVariant::findings).toList(), inspection.notes(runs.size())),
                new Illustrations(variants, baseline, data.validation())
                        .pictures(RULE, List.copyOf(inspection.shown.values())));
    }

    private void add(TrainedRun run, Optional<JudgedRun> found) {
        found.ifPresentOrElse(
                one -> judged.computeIfAbsent(run.label(), label -> new ArrayList<>())
                        .add(one),
                () -> withoutDetections++);
    }

    private List<String> notes(int runs) {
        return withoutDetections == 0
                ? List.of()
                : List.of(
                        withoutDetections + " of " + runs + " runs keep no detections, so what follows leaves them out;"
                                + " ./fpn eval RUN --detections RUN/detections.json makes them.");
    }
}
