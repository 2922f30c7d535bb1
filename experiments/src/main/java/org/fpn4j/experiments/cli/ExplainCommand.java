package org.fpn4j.experiments.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.core.files.WholeFile;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.experiments.explanation.ExplainedRun;
import org.fpn4j.experiments.explanation.Explanation;
import org.fpn4j.experiments.memory.MemoryCheck;
import org.fpn4j.experiments.report.ExplanationPage;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.training.inference.CheckedSplit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fpn explain}. */
@Command(
        name = "explain",
        description =
                "What is inside a trained detector: how far each level sees, what AP loses without it, what became of fusion"
                        + " weights, how long the ways through the neck are and what comes back along them.")
final class ExplainCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "RUN",
            arity = "1..*",
            description = "Directories of finished runs, which may differ in the seed alone.")
    private List<Path> paths = new ArrayList<>();

    @Option(names = "--html", paramLabel = "FILE", description = "Writes a page that is one file.")
    private Path html; // null where nobody wants it

    @Mixin
    private SetOptions sets;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() {
        requireDirectories();
        List<Trained> trained =
                paths.stream().map(path -> Trained.of(path, null, sets.list())).toList();
        List<ExplainedRun> runs = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            Trained run = trained.get(i);
            runs.add(new ExplainedRun(new RunDirectory(paths.get(i)), run.experiment(), run.weights(), run::executor));
        }
        Explanation.requireOneVariant(runs);
        Trained first = trained.get(0);
        new MemoryCheck(first.experiment()).training();
        Dataset train = CheckedSplit.open(first.experiment().checked(), Split.TRAIN, new PictureProgress());
        Dataset validation = CheckedSplit.open(first.experiment().checked(), Split.VAL, new PictureProgress());
        first.checkClasses(validation);
        Explanation explanation = Explanation.of(runs, train, validation, Console.log()::println);
        if (html != null) {
            WholeFile.write(html.toAbsolutePath(), ExplanationPage.render(explanation.report(Invocation.text())));
        }
        json.write(explanation.json());
        json.print(explanation.text().stripTrailing());
        return 0;
    }

    private void requireDirectories() {
        Problems problems = new Problems();
        paths.stream()
                .filter(path -> !Files.isDirectory(path))
                .forEach(path -> problems.add(
                        path.toString(),
                        Files.exists(path) ? "is a file, not the directory of a run" : "is no directory of a run",
                        "./fpn runs lists those that there are"));
        problems.throwIfAny();
    }
}
