package org.fpn4j.experiments.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.core.files.Digests;
import org.fpn4j.core.files.WholeFile;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.loading.LoaderOptions;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.metric.Score;
import org.fpn4j.evaluation.metric.Scoring;
import org.fpn4j.experiments.memory.MemoryCheck;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.TestLooks;
import org.fpn4j.experiments.run.TestLooks.Look;
import org.fpn4j.training.config.ExperimentConfig;
import org.fpn4j.training.inference.CheckedSplit;
import org.fpn4j.training.inference.ClassName;
import org.fpn4j.training.inference.EvaluatedSplit;
import org.fpn4j.training.inference.Evaluation;
import org.fpn4j.training.inference.PooledViews;
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

    @Option(
            names = "--split",
            description = "train, val or test; default ${DEFAULT-VALUE}. Of a run each look at test is written down.",
            defaultValue = "val")
    private Split split;

    @Option(
            names = "--detections",
            paramLabel = "FILE",
            description = "Writes what was found as COCO results with every digit, which ./fpn score reads.")
    private Path detections; // null where nobody wants it

    @Mixin
    private ViewOptions views;

    @Mixin
    private SetOptions sets;

    @Mixin
    private ScoringOptions options;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() {
        Problems problems = new Problems();
        views.check(problems);
        problems.throwIfAny();
        Scoring asked = options.scoring();
        Trained trained = Trained.of(runOrConfig, weights, sets.list());
        ExperimentConfig config = trained.experiment().config();
        boolean masks = config.head().learnsMasks() && config.data().masks();
        Scoring scoring = masks && options.namesNoFamily() ? Scoring.withMasks(options.parameters()) : asked;
        new MemoryCheck(trained.experiment()).prediction(config.training().batchSize()); // before the data are read
        Optional<TestLooks> before = run().map(TestLooks::in);
        Dataset dataset = CheckedSplit.open(trained.experiment().checked(), split, new PictureProgress());
        Console.log().println(dataset.summary());
        trained.checkClasses(dataset);
        EvaluatedSplit evaluated = evaluated(trained, dataset, scoring);
        if (detections != null) {
            WholeFile.write(detections, evaluated::writeDetections);
        }
        Score score = evaluated.score();
        score.warnings().forEach(warning -> Console.log().println("warning: " + warning));
        Map<String, Object> all = new LinkedHashMap<>(score.json());
        before.ifPresent(looks -> all.put("test", writeDown(looks, trained, dataset, score)));
        json.write(all);
        json.print(ScoreTable.of(score));
        return 0;
    }

    private EvaluatedSplit evaluated(Trained trained, Dataset dataset, Scoring scoring) {
        int batch = trained.experiment().config().training().batchSize();
        List<ClassName> classes = ClassName.of(dataset.categories());
        Optional<PooledViews> fused = views.of(trained, dataset, classes, batch);
        if (fused.isPresent()) {
            List<CocoDetection> found = new ArrayList<>();
            fused.get()
                    .forEach((image, all) -> all.forEach(one -> found.add(CocoDetection.of(
                            one, image, classes.get(one.label()).id()))));
            return new EvaluatedSplit(dataset, found, scoring.score(dataset, found), Optional.empty());
        }
        LoaderOptions loading =
                new LoaderOptions(trained.experiment().config().training().loaderThreads(), 2);
        try (Predictor predictor = trained.predictor(batch, classes.size())) {
            return new Evaluation(dataset, loading, PictureCache.ofMegabytes(0)).run(predictor, scoring);
        }
    }

    /** The run whose looks at the test split are counted. */
    private Optional<RunDirectory> run() {
        return Optional.of(runOrConfig)
                .filter(path -> split == Split.TEST && Files.isDirectory(path))
                .map(RunDirectory::new);
    }

    /** Before the score is shown, so that no look is forgotten. */
    private Map<String, Object> writeDown(TestLooks before, Trained trained, Dataset dataset, Score score) {
        RunDirectory run = run().orElseThrow();
        Look look = Look.now(
                Invocation.text(),
                dataset.digest(),
                Digests.sha256(trained.weightsFile()),
                score.values().all());
        before.writeWith(look, run);
        Console.log().println(before.sentence());
        return TestLooks.in(run).json();
    }
}
