package org.fpn4j.experiments.illustration;

import java.util.List;
import java.util.function.Consumer;
import org.fpn4j.core.files.WholeFile;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.Shown;
import org.fpn4j.experiments.report.TrainingReport;
import org.fpn4j.experiments.report.TrainingReportPage;
import org.fpn4j.experiments.run.Provenance;
import org.fpn4j.experiments.run.RunDirectory.Result;

/** Writes {@code report.html} of one finished run. */
public final class RunReport {
    private static final int EXAMPLES = 4;

    private RunReport() {}

    /**
     * Draws and writes the page.
     *
     * @param command as it was typed
     * @param log hears sentences
     */
    public static void write(TrainedRun run, Dataset validation, String command, Consumer<String> log) {
        Result result = run.directory().result().orElseThrow();
        Curves curves = Curves.of(run.directory(), log);
        Illustrations illustrations = new Illustrations(List.of(run), validation, EXAMPLES);
        TrainingReport report = new TrainingReport(
                run.experiment().name(),
                command,
                Provenance.machine(),
                run.directory().startedAt().orElseThrow(),
                validation.summary(),
                run.experiment().loaded().effectiveYaml(),
                run.experiment().loaded().originsText(),
                result.metrics(),
                result.perClass(),
                result.params(),
                result.macs(),
                result.trainSeconds(),
                curves.losses(),
                curves.learningRate(),
                curves.metrics(Metrics.found().in(Shown.TABLES)),
                illustrations.examples(),
                illustrations.heatMaps(),
                result.warnings());
        WholeFile.write(run.directory().report(), TrainingReportPage.render(report));
    }
}
