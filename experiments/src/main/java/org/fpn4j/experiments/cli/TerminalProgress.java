package org.fpn4j.experiments.cli;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.Shown;
import org.fpn4j.training.config.BestConfig;
import org.fpn4j.training.loop.TrainingEvaluation;
import org.fpn4j.training.loop.TrainingListener;
import org.fpn4j.training.loop.TrainingResult;
import org.fpn4j.training.loop.TrainingState;
import org.fpn4j.training.loop.TrainingStep;

/** A line on standard error: how far, how fast, how long still. On a terminal the line is rewritten in place. */
final class TerminalProgress implements TrainingListener {
    private final ProgressLine line;
    private final String label;
    private long firstStep;
    private long steps;
    private long begun;
    private long printed;

    /**
     * Makes a progress line.
     *
     * @param label in front of every line; may be empty
     */
    TerminalProgress(String label) {
        this.line = new ProgressLine(Console.log(), ProgressLine.onTerminal() && label.isEmpty());
        this.label = label.isEmpty() ? "" : label + ": ";
    }

    @Override
    public void begin(TrainingState start, long total) {
        firstStep = start.position().step();
        steps = total;
        begun = System.nanoTime();
        printed = begun;
    }

    @Override
    public void stepped(TrainingStep made) {
        long step = made.step();
        long now = System.nanoTime();
        if ((now - printed) / 1e9 < line.secondsBetween() && step < steps) {
            return;
        }
        printed = now;
        double perStep = (now - begun) / 1e9 / Math.max(1, step - firstStep);
        line.show(String.format(
                Locale.ROOT,
                "%s%s  loss %.4f  lr %.2g  %.0f ms/step  %s left",
                label,
                ProgressLine.bar(step, steps),
                made.loss(),
                made.learningRate(),
                perStep * 1000,
                duration(perStep * (steps - step))));
    }

    @Override
    public void evaluated(TrainingEvaluation evaluation) {
        String on = evaluation.on() == BestConfig.On.DEV ? " on what is held out" : "";
        say("step " + evaluation.step() + on + ": "
                + scores(evaluation.score().values().all()));
    }

    /** {@code AP 0.6068  AP50 0.9232}: the metrics that are shown everywhere. */
    static String scores(Map<String, Double> metrics) {
        return Metrics.found().in(Shown.EVERYWHERE).stream()
                .map(metric -> metric.name() + " " + ScoreTable.shown(metrics.getOrDefault(metric.name(), -1.0)))
                .collect(Collectors.joining("  "));
    }

    @Override
    public void say(String sentence) {
        line.say(label + sentence);
    }

    @Override
    public void finished(TrainingResult result) {
        line.end();
    }

    private static String duration(double seconds) {
        long whole = Math.round(seconds);
        return whole < 60
                ? whole + " s"
                : whole < 3600
                        ? whole / 60 + " min " + whole % 60 + " s"
                        : whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }
}
