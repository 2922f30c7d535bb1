package org.fpn4j.experiments.illustration;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.fpn4j.evaluation.mistake.ConfusionMatrix;
import org.fpn4j.experiments.report.PrecisionCurves;
import org.fpn4j.experiments.report.VariantFindings;

/**
 * A variant with those of its runs that have kept what they found.
 *
 * @param runs one at least
 */
record JudgedVariant(String label, List<JudgedRun> runs) {
    JudgedVariant {
        runs = List.copyOf(runs);
    }

    /** The run that pictures show. */
    JudgedRun shown() {
        return runs.get(0);
    }

    /** How well an image went: the mean F1 of the runs. */
    double f1(long image) {
        return runs.stream().mapToDouble(run -> run.tally(image).f1()).average().orElseThrow();
    }

    /** How many mistakes the runs make in an image on average. */
    double mistakes(long image) {
        return runs.stream()
                .mapToDouble(run -> run.tally(image).mistakes())
                .average()
                .orElseThrow();
    }

    VariantFindings findings() {
        ConfusionMatrix confusion = shown().mistakes().confusion();
        for (JudgedRun run : runs.subList(1, runs.size())) {
            confusion = confusion.plus(run.mistakes().confusion());
        }
        List<PrecisionCurves> curves = new ArrayList<>();
        for (int place = 0; place < shown().curves().size(); place++) {
            int ofClass = place;
            curves.add(new PrecisionCurves(
                    mean(run -> run.curves().get(ofClass).half()),
                    mean(run -> run.curves().get(ofClass).threeQuarters())));
        }
        return new VariantFindings(
                label, runs.size(), shown().mistakes().images().size(), confusion, curves);
    }

    private List<Double> mean(Function<JudgedRun, List<Double>> curve) {
        List<Double> mean = new ArrayList<>();
        for (int point = 0; point < curve.apply(shown()).size(); point++) {
            int at = point;
            mean.add(runs.stream()
                    .mapToDouble(run -> curve.apply(run).get(at))
                    .average()
                    .orElseThrow());
        }
        return mean;
    }
}
