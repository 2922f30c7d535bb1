package org.fpn4j.experiments.illustration;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.fpn4j.core.files.WholeFile;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.Shown;
import org.fpn4j.experiments.report.Circumstances;
import org.fpn4j.experiments.report.ConfigText;
import org.fpn4j.experiments.report.Cost;
import org.fpn4j.experiments.report.RunScores;
import org.fpn4j.experiments.report.TrainingReport;
import org.fpn4j.experiments.report.TrainingReportPage;
import org.fpn4j.experiments.run.RunDirectory.Result;
import org.fpn4j.experiments.run.RunOrigin;
import org.fpn4j.training.loop.TrainingData;

/** Writes {@code report.html} of one finished run. */
public final class RunReport {
    private RunReport() {}

    /**
     * Draws and writes the page.
     *
     * @param data of the run
     * @param command as it was typed
     * @param log hears sentences
     */
    public static void write(TrainedRun run, TrainingData data, String command, Consumer<String> log) {
        Result result = run.directory().result().orElseThrow();
        RunOrigin origin = run.directory().origin();
        TrainingReport report = new TrainingReport(
                run.label() + ", seed " + run.experiment().config().seed(),
                new Circumstances(
                        command,
                        List.of(origin.commit()),
                        List.of(origin.machine()),
                        run.directory().startedAt().orElseThrow(),
                        data.train().summary() + "\n" + data.validation().summary()),
                new ConfigText(
                        run.experiment().loaded().effectiveYaml(),
                        run.experiment().loaded().originsText()),
                new RunScores(result.metrics(), result.perClass()),
                new Cost(result.params(), result.macs(), result.trainSeconds()),
                Curves.of(run.directory(), Metrics.found().in(Shown.TABLES), log),
                Inspection.of(List.of(run), Optional.empty(), data, log),
                result.warnings());
        WholeFile.write(run.directory().report(), TrainingReportPage.render(report));
    }
}
