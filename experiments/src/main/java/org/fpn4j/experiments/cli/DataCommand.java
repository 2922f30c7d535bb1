package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.WholeFile;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.report.SurveyReportPage;
import org.fpn4j.experiments.survey.DataSurvey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fpn data}. */
@Command(
        name = "data",
        description = "What is in a data set, before any training: images, objects by class and size, sample images, "
                + "pictures that are there twice, and what looks like a mistake; loads no native library.")
final class DataCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CONFIG", description = "An experiment that names a data set.")
    private Path config;

    @Option(
            names = "--augment",
            description = "The page also shows images as training sees them, drawn for the first epochs.")
    private boolean augment;

    @Option(names = "--html", paramLabel = "FILE", description = "Writes a page that is one file.")
    private Path html; // null where nobody wants it

    @Mixin
    private SetOptions sets;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() {
        if (augment && html == null) {
            throw new UserInputException(
                    "--augment", "shows pictures, and no page is asked for", "--html FILE writes one");
        }
        Experiment experiment = Experiment.load(config, sets.list());
        DataSurvey survey = DataSurvey.of(experiment, new PictureProgress());
        Console.log().println(survey.dataSummary());
        if (html != null) {
            WholeFile.write(html.toAbsolutePath(), SurveyReportPage.render(survey.report(Invocation.text(), augment)));
        }
        json.write(survey.json());
        json.print(survey.text().stripTrailing());
        return 0;
    }
}
