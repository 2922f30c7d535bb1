package org.fpn4j.experiments.illustration;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.mistake.ConfusionMatrix;
import org.fpn4j.evaluation.mistake.F1ByScore;
import org.fpn4j.evaluation.mistake.MatchRule;
import org.fpn4j.experiments.report.PrecisionCurves;
import org.fpn4j.experiments.report.VariantFindings;

/**
 * A variant with those of its runs that have kept what they found.
 *
 * @param runs one at least
 */
record JudgedVariant(String label, List<JudgedRun> runs) {
    private static final double IOU = 0.5;
    private static final double USUAL_SCORE = 0.3;

    JudgedVariant {
        runs = List.copyOf(runs);
    }

    /**
     * Judges all runs of a variant from the score on at which the F1 of all of them together is largest; where nothing is right, from a
     * usual one.
     */
    static JudgedVariant of(String label, List<KeptDetections> kept, CocoGroundTruth truth) {
        double score = kept.stream()
                .map(one -> F1ByScore.of(truth, one.all(), IOU))
                .reduce(F1ByScore::plus)
                .orElseThrow()
                .best()
                .orElse(USUAL_SCORE);
        MatchRule rule = new MatchRule(score, IOU);
        return new JudgedVariant(
                label, kept.stream().map(one -> JudgedRun.of(one, truth, rule)).toList());
    }

    /** By which all runs are judged. */
    MatchRule rule() {
        return shown().mistakes().rule();
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
                label, rule(), runs.size(), shown().mistakes().images().size(), confusion, curves);
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
