package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.fpn4j.core.files.WholeFile;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.loading.LoaderOptions;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.evaluation.metric.Score;
import org.fpn4j.experiments.memory.MemoryCheck;
import org.fpn4j.training.config.ExperimentConfig;
import org.fpn4j.training.inference.CheckedSplit;
import org.fpn4j.training.inference.EvaluatedSplit;
import org.fpn4j.training.inference.Evaluation;
import org.fpn4j.training.inference.Predictor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fpn eval}. */
@Command(name = "eval", description = "COCO metrics of a trained run, or of any weights for a config.")
final class EvalCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN_DIR|CONFIG", description = "A finished run, or a config with --weights.")
    private Path runOrConfig;

    @Option(names = "--weights", paramLabel = "FILE", description = "Weights for a config.")
    private Path weights;

    @Option(names = "--split", description = "train, val or test; default ${DEFAULT-VALUE}.", defaultValue = "val")
    private Split split;

    @Option(
            names = "--detections",
            paramLabel = "FILE",
            description = "Writes what was found as COCO results with every digit, which ./fpn score reads.")
    private Path detections; // null where nobody wants it

    @Mixin
    private SetOptions sets;

    @Mixin
    private ScoringOptions options;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() {
        Trained trained = Trained.of(runOrConfig, weights, sets.list());
        ExperimentConfig config = trained.experiment().config();
        new MemoryCheck(trained.experiment()).prediction(config.training().batchSize()); // before the data are read
        Dataset dataset = CheckedSplit.open(config, split, new PictureProgress());
        Console.log().println(dataset.summary());
        trained.checkClasses(dataset);
        int threads = config.training().loaderThreads();
        int classes = dataset.categories().size();
        try (Predictor predictor = trained.predictor(config.training().batchSize(), classes)) {
            EvaluatedSplit evaluated = new Evaluation(
                            dataset, new LoaderOptions(threads, 2), PictureCache.ofMegabytes(0))
                    .run(predictor, options.parameters());
            if (detections != null) {
                WholeFile.write(detections, evaluated::writeDetections);
            }
            Score score = evaluated.score();
            score.warnings().forEach(warning -> Console.log().println("warning: " + warning));
            json.write(score.json());
            json.print(table(score));
        }
        return 0;
    }

    /**
     * One metric a line, as COCO's own summary has it; a dash where there is nothing to measure. What is left out stands
     * below.
     */
    static String table(Score score) {
        StringBuilder text = new StringBuilder();
        score.values().all().forEach((name, value) -> line(text, name, value));
        score.values()
                .ofClasses()
                .forEach(
                        (name, values) -> values.forEach((metric, value) -> line(text, metric + " of " + name, value)));
        if (!score.leftOut().nothing()) {
            text.append(score.leftOut());
        }
        return text.toString().stripTrailing();
    }

    private static void line(StringBuilder text, String name, double value) {
        text.append(String.format(Locale.ROOT, "%-24s %s%n", name, shown(value)));
    }

    /** A dash where there is nothing to measure. */
    static String shown(double value) {
        return value < 0 ? "-" : String.format(Locale.ROOT, "%.4f", value);
    }
}
