package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fpn4j.core.files.WholeFile;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.loading.LoaderOptions;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.evaluation.metric.Score;
import org.fpn4j.evaluation.metric.Scoring;
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
@Command(name = "eval", description = "COCO metrics, and others, of a trained run, or of any weights for a config.")
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
        Scoring scoring = options.scoring();
        Trained trained = Trained.of(runOrConfig, weights, sets.list());
        ExperimentConfig config = trained.experiment().config();
        new MemoryCheck(trained.experiment()).prediction(config.training().batchSize()); // before the data are read
        Dataset dataset = CheckedSplit.open(trained.experiment().checked(), split, new PictureProgress());
        Console.log().println(dataset.summary());
        trained.checkClasses(dataset);
        int threads = config.training().loaderThreads();
        int classes = dataset.categories().size();
        try (Predictor predictor = trained.predictor(config.training().batchSize(), classes)) {
            EvaluatedSplit evaluated = new Evaluation(
                            dataset, new LoaderOptions(threads, 2), PictureCache.ofMegabytes(0))
                    .run(predictor, scoring);
            if (detections != null) {
                WholeFile.write(detections, evaluated::writeDetections);
            }
            Score score = evaluated.score();
            score.warnings().forEach(warning -> Console.log().println("warning: " + warning));
            json.write(score.json());
            json.print(ScoreTable.of(score));
        }
        return 0;
    }
}
