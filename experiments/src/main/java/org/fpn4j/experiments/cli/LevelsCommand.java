package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.fpn4j.core.files.WholeFile;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.levels.LevelReport;
import org.fpn4j.experiments.report.LevelsReportPage;
import org.fpn4j.training.config.CheckedConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fpn levels}. */
@Command(
        name = "levels",
        description =
                "Which level each object of the data lands at, before any training, and which objects land nowhere; "
                        + "reads boxes and sizes of images alone and loads no native library.")
final class LevelsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CONFIG", description = "An experiment that names a data set.")
    private Path config;

    @Option(names = "--split", description = "train, val or test; default ${DEFAULT-VALUE}.", defaultValue = "train")
    private Split split;

    @Option(names = "--html", paramLabel = "FILE", description = "Writes a page that is one file.")
    private Path html; // null where nobody wants it

    @Mixin
    private SetOptions sets;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() {
        Experiment experiment = Experiment.load(config, sets.list());
        LevelReport report = LevelReport.of(experiment, split, this::changed);
        Console.log().println(report.dataSummary());
        if (html != null) {
            WholeFile.write(html.toAbsolutePath(), LevelsReportPage.render(report.report(Invocation.text())));
        }
        json.write(report.json());
        json.print(report.text().stripTrailing());
        return 0;
    }

    private CheckedConfig changed(List<String> further) {
        List<String> all = new ArrayList<>(sets.list());
        all.addAll(further);
        return Experiment.load(config, all).checked();
    }
}
