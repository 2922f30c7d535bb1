package org.fpn4j.experiments.threshold;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fpn4j.evaluation.mistake.F1ByScore;
import org.fpn4j.evaluation.mistake.OperatingPoint;

/** A sweep for people: thresholds of suppression beside each other, then classes and scores with the best of them. */
public final class ThresholdText {
    private static final int TWENTIETHS = 20;
    private static final List<String> POINT = List.of("score", "precision", "recall", "F1", "FP/image");

    private final StringBuilder text = new StringBuilder();
    private final ThresholdSweep sweep;

    private ThresholdText(ThresholdSweep sweep) {
        this.sweep = sweep;
    }

    /** Three tables; a dash where there is nothing to measure. */
    public static String of(ThresholdSweep sweep) {
        ThresholdText made = new ThresholdText(sweep);
        made.suppressions();
        made.classes();
        made.scores();
        return made.text.toString().stripTrailing();
    }

    private void suppressions() {
        text.append(
                        "Each threshold of suppression, from its best score on, all classes together; right is what overlaps its object by ")
                .append(sweep.iou())
                .append(" or more\n");
        List<String> head = new ArrayList<>(List.of("AP", "AP50"));
        head.addAll(POINT);
        row("NMS", head);
        int best = sweep.suppressions().indexOf(sweep.best());
        for (int i = 0; i < sweep.suppressions().size(); i++) {
            Suppression one = sweep.suppressions().get(i);
            List<String> cells = new ArrayList<>();
            one.metrics().values().forEach(value -> cells.add(number(value)));
            cells.addAll(point(one.best(sweep.images())));
            row(name(one) + (i == best ? " *" : ""), cells);
        }
        text.append("* largest F1\n\n");
    }

    private static String name(Suppression suppression) {
        return suppression.threshold().isPresent()
                ? Double.toString(suppression.threshold().getAsDouble())
                : "of the head";
    }

    private void classes() {
        text.append("Classes, each from its own best score on\n");
        List<String> head = new ArrayList<>(List.of("objects"));
        head.addAll(POINT);
        row("class", head);
        sweep.best().classes().forEach((name, scores) -> {
            List<String> cells = new ArrayList<>(List.of(Long.toString(scores.objects())));
            cells.addAll(point(Suppression.best(scores, sweep.images())));
            row(name, cells);
        });
        text.append('\n');
    }

    private void scores() {
        text.append("Scores, all classes together\n");
        row("from", POINT.subList(1, POINT.size()));
        F1ByScore all = sweep.best().all();
        for (int step = 1; step < TWENTIETHS; step++) {
            List<String> cells = point(all.at(step / (double) TWENTIETHS, sweep.images()));
            row(cells.get(0), cells.subList(1, cells.size()));
        }
    }

    private static List<String> point(OperatingPoint point) {
        return List.of(
                String.format(Locale.ROOT, "%.2f", point.score()),
                number(point.precision()),
                number(point.recall()),
                number(point.f1()),
                number(point.falsePositives()));
    }

    private static String number(double value) {
        return value < 0 ? "-" : String.format(Locale.ROOT, "%.4f", value);
    }

    private void row(String name, List<String> cells) {
        text.append(String.format(Locale.ROOT, "%-18s", name));
        cells.forEach(cell -> text.append(String.format(Locale.ROOT, "  %9s", cell)));
        text.append('\n');
    }
}
