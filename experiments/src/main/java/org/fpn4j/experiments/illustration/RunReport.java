package org.fpn4j.experiments.illustration;

import java.util.List;
import java.util.function.Consumer;
import org.fpn4j.core.files.WholeFile;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.Shown;
import org.fpn4j.experiments.report.Circumstances;
import org.fpn4j.experiments.report.ConfigText;
import org.fpn4j.experiments.report.Cost;
import org.fpn4j.experiments.report.RunScores;
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
        Illustrations illustrations = new Illustrations(List.of(run), validation, EXAMPLES);
        TrainingReport report = new TrainingReport(
                run.experiment().name(),
                new Circumstances(
                        command,
                        Provenance.machine(),
                        run.directory().startedAt().orElseThrow(),
                        validation.summary()),
                new ConfigText(
                        run.experiment().loaded().effectiveYaml(),
                        run.experiment().loaded().originsText()),
                new RunScores(result.metrics(), result.perClass()),
                new Cost(result.params(), result.macs(), result.trainSeconds()),
                Curves.of(run.directory(), Metrics.found().in(Shown.TABLES), log),
                illustrations.pictures(),
                result.warnings());
        WholeFile.write(run.directory().report(), TrainingReportPage.render(report));
    }
}
