package org.fpn4j.experiments.illustration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.region.RegionUse;
import org.fpn4j.experiments.report.Findings;
import org.fpn4j.experiments.report.Inspected;
import org.fpn4j.experiments.report.VariantRegions;
import org.fpn4j.experiments.run.StoredRegions;
import org.fpn4j.training.loop.TrainingData;

/** A look at data, and at what finished runs found on the same validation images: mistakes, pictures, what levels see. */
public final class Inspection {
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
        Map<String, List<TrainedRun>> byVariant = new LinkedHashMap<>();
        runs.forEach(run -> byVariant
                .computeIfAbsent(run.label(), label -> new ArrayList<>())
                .add(run));
        CocoGroundTruth truth = CocoGroundTruth.of(data.validation());
        List<JudgedVariant> judged = new ArrayList<>();
        byVariant.forEach((label, ofVariant) -> {
            List<KeptDetections> kept = ofVariant.stream()
                    .flatMap(run -> KeptDetections.of(run, truth, log).stream())
                    .toList();
            if (!kept.isEmpty()) {
                judged.add(JudgedVariant.of(label, kept, truth));
            }
        });
        int judgedRuns =
                judged.stream().mapToInt(variant -> variant.runs().size()).sum();
        return new Inspected(
                DataCounts.of(
                        data,
                        runs.stream()
                                .map(run -> run.experiment().config().input())
                                .toList()),
                new Findings(
                        judged.stream().map(JudgedVariant::findings).toList(),
                        notes(runs.size() - judgedRuns, runs.size())),
                regions(byVariant, log),
                new Illustrations(judged, baseline, data.validation())
                        .pictures(byVariant.values().stream()
                                .map(ofVariant -> ofVariant.get(0))
                                .toList()));
    }

    /** Of each variant what its runs have kept. */
    private static List<VariantRegions> regions(Map<String, List<TrainedRun>> byVariant, Consumer<String> log) {
        List<VariantRegions> regions = new ArrayList<>();
        byVariant.forEach((label, runs) -> {
            List<RegionUse> kept =
                    runs.stream().flatMap(run -> kept(run, log).stream()).toList();
            kept.stream()
                    .filter(use -> use.hasLevelsOf(kept.get(0)))
                    .reduce(RegionUse::plus)
                    .ifPresent(use -> regions.add(new VariantRegions(label, use)));
        });
        return regions;
    }

    private static Optional<RegionUse> kept(TrainedRun run, Consumer<String> log) {
        Path file = run.directory().regions();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(StoredRegions.read(file));
        } catch (UserInputException e) {
            log.accept(e.getMessage() + "; so the report shows nothing of these regions");
            return Optional.empty();
        }
    }

    private static List<String> notes(int lacking, int runs) {
        return lacking == 0
                ? List.of()
                : List.of(lacking + " of " + runs + " runs keep no detections, so what follows leaves them out;"
                        + " ./fpn eval RUN --detections RUN/detections.json makes them.");
    }
}
