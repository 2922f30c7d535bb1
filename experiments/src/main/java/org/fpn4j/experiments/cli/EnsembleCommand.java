package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.WholeFile;
import org.fpn4j.core.merging.WeightedBoxesFusion;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.loading.LoaderOptions;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoFusion;
import org.fpn4j.evaluation.metric.Score;
import org.fpn4j.evaluation.metric.Scoring;
import org.fpn4j.training.config.ExperimentConfig;
import org.fpn4j.training.inference.CheckedSplit;
import org.fpn4j.training.inference.EvaluatedSplit;
import org.fpn4j.training.inference.Evaluation;
import org.fpn4j.training.inference.Predictor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fpn ensemble}. */
@Command(
        name = "ensemble",
        description = "Several finished runs as one detector: their boxes on the validation images, fused and scored.")
final class EnsembleCommand implements Callable<Integer> {
    private static final int FEWEST = 2;

    @Parameters(paramLabel = "RUN", arity = "1..*", description = "Finished runs on the same data, two or more.")
    private List<Path> runs;

    @Option(
            names = "--run-weights",
            paramLabel = "W",
            split = ",",
            description = "What each run's boxes weigh, in the order of the runs; default 1. Only their ratio counts.")
    private List<Double> weights = List.of();

    @Option(
            names = "--overlap",
            paramLabel = "IOU",
            description = "Boxes of a class that overlap more are one object; default ${DEFAULT-VALUE}.",
            defaultValue = "0.55")
    private double overlap;

    @Option(
            names = "--least-score",
            paramLabel = "SCORE",
            description = "Boxes below it are left out before; default ${DEFAULT-VALUE}.",
            defaultValue = "0")
    private double leastScore;

    @Option(
            names = "--detections",
            paramLabel = "FILE",
            description = "Writes the fused boxes as COCO results with every digit, which ./fpn score reads.")
    private Path detections; // null where nobody wants it

    @Mixin
    private ScoringOptions options;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() {
        check();
        Scoring scoring = options.scoring();
        List<EvaluatedSplit> members = members(scoring);
        Dataset dataset = members.get(0).dataset();
        List<CocoDetection> fused = new CocoFusion(new WeightedBoxesFusion(overlap, leastScore))
                .fuse(members.stream().map(EvaluatedSplit::detections).toList(), weights());
        Score score = scoring.score(dataset, fused);
        score.warnings().forEach(warning -> Console.log().println("warning: " + warning));
        if (detections != null) {
            WholeFile.write(detections, new EvaluatedSplit(dataset, fused, score, Optional.empty())::writeDetections);
        }
        json.write(json(members, score));
        json.print(table(members, score) + "\n\nof all together\n" + ScoreTable.of(score));
        return 0;
    }

    /** Everything that is wrong with the options, before a run is opened. */
    private void check() {
        Problems problems = new Problems();
        if (runs.size() < FEWEST) {
            problems.add("ensemble", "names runs[" + runs.size() + "]", "expected two or more");
        }
        if (!weights.isEmpty() && weights.size() != runs.size()) {
            problems.add(
                    "--run-weights",
                    "has weights[" + weights.size() + "] for runs[" + runs.size() + "]",
                    "expected one for each run, in their order");
        }
        if (!weights.stream().allMatch(weight -> weight >= 0 && weight < Double.POSITIVE_INFINITY)
                || (!weights.isEmpty() && weights.stream().allMatch(weight -> weight == 0))) {
            problems.add("--run-weights", "weights" + weights + " must be 0 or more, and one of them above 0");
        }
        requireShare("--overlap", overlap, problems);
        requireShare("--least-score", leastScore, problems);
        problems.throwIfAny();
    }

    private static void requireShare(String option, double value, Problems problems) {
        if (!(value >= 0 && value <= 1)) {
            problems.add(option + " " + value, option.substring(2) + "[" + value + "] must lie in [0, 1]");
        }
    }

    private List<Double> weights() {
        return weights.isEmpty() ? Collections.nCopies(runs.size(), 1.0) : weights;
    }

    private List<EvaluatedSplit> members(Scoring scoring) {
        List<Trained> trained =
                runs.stream().map(run -> Trained.of(run, null, List.of())).toList();
        List<EvaluatedSplit> members = new ArrayList<>();
        for (int i = 0; i < trained.size(); i++) {
            Console.log().println("run " + (i + 1) + " of " + trained.size() + ": " + runs.get(i));
            EvaluatedSplit member = evaluated(trained.get(i), scoring);
            requireSameImages(members, member, runs.get(i));
            members.add(member);
        }
        return members;
    }

    private static EvaluatedSplit evaluated(Trained trained, Scoring scoring) {
        ExperimentConfig config = trained.experiment().config();
        Dataset dataset = CheckedSplit.open(trained.experiment().checked(), Split.VAL, new PictureProgress());
        trained.checkClasses(dataset);
        int batch = config.training().batchSize();
        LoaderOptions loading = new LoaderOptions(config.training().loaderThreads(), 2);
        try (Predictor predictor = trained.predictor(batch, dataset.categories().size())) {
            return new Evaluation(dataset, loading, PictureCache.ofMegabytes(0)).run(predictor, scoring);
        }
    }

    private void requireSameImages(List<EvaluatedSplit> members, EvaluatedSplit member, Path run) {
        if (!members.isEmpty()
                && !members.get(0).dataset().digest().equals(member.dataset().digest())) {
            throw new UserInputException(
                    run.toString(),
                    "was evaluated on other images or objects than " + runs.get(0),
                    "only runs on the same validation set can be one");
        }
    }

    private Map<String, Object> json(List<EvaluatedSplit> members, Score score) {
        List<Map<String, Object>> each = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("run", runs.get(i).toString());
            one.put("weight", weights().get(i));
            one.put("metrics", members.get(i).score().values().all());
            each.add(one);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("runs", each);
        all.put("overlap", overlap);
        all.put("least_score", leastScore);
        all.putAll(score.json());
        return all;
    }

    /** A row for each run and one for all, in the metrics that stand first. */
    private String table(List<EvaluatedSplit> members, Score score) {
        List<String> names = score.values().all().keySet().stream().limit(6).toList();
        int width = runs.stream().mapToInt(run -> run.toString().length()).max().orElse(0);
        StringBuilder text = new StringBuilder(row(width, "run", names));
        for (int i = 0; i < members.size(); i++) {
            text.append(row(width, runs.get(i).toString(), shown(members.get(i).score(), names)));
        }
        return text.append(row(width, "together", shown(score, names)))
                .toString()
                .stripTrailing();
    }

    private static List<String> shown(Score score, List<String> names) {
        return names.stream()
                .map(name -> ScoreTable.shown(score.values().all().get(name)))
                .toList();
    }

    private static String row(int width, String name, List<String> cells) {
        StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-" + Math.max(width, 8) + "s", name));
        cells.forEach(cell -> row.append(String.format(Locale.ROOT, "  %8s", cell)));
        return row.append(System.lineSeparator()).toString();
    }
}
