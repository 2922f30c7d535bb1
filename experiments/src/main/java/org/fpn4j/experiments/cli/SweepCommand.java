package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.loading.LoaderOptions;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.experiments.memory.MemoryCheck;
import org.fpn4j.experiments.threshold.ThresholdSweep;
import org.fpn4j.experiments.threshold.ThresholdText;
import org.fpn4j.training.config.ExperimentConfig;
import org.fpn4j.training.inference.CheckedSplit;
import org.fpn4j.training.inference.Evaluation;
import org.fpn4j.training.inference.Predictor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fpn sweep}. */
@Command(
        name = "sweep",
        description =
                "From which score on, and with which threshold of NMS, a trained run is used best: precision, recall, F1"
                        + " and false positives at each.")
final class SweepCommand implements Callable<Integer> {
    private static final List<Double> USUAL = List.of(0.3, 0.4, 0.5, 0.6, 0.7);
    private static final int MOST = 20;
    private static final String KEY = "head.postprocess.nms_threshold";

    @Parameters(paramLabel = "RUN_DIR|CONFIG", description = "A finished run, or a config with --weights.")
    private Path runOrConfig;

    @Option(names = "--weights", paramLabel = "FILE", description = "Weights for a config.")
    private Path weights;

    @Option(
            names = "--split",
            description = "train or val; default ${DEFAULT-VALUE}. Nothing is chosen on test.",
            defaultValue = "val")
    private Split split;

    @Option(
            names = "--nms",
            paramLabel = "IOU",
            split = ",",
            description =
                    "Largest overlaps of two detections that are tried; default 0.3,0.4,0.5,0.6,0.7 and the config's.")
    private List<Double> thresholds = List.of();

    @Option(
            names = "--iou",
            paramLabel = "IOU",
            description = "Least overlap of a detection that is right and its object; default ${DEFAULT-VALUE}.",
            defaultValue = "0.5")
    private double iou;

    @Mixin
    private SetOptions sets;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() {
        check();
        Trained trained = Trained.of(runOrConfig, weights, sets.list());
        ExperimentConfig config = trained.experiment().config();
        List<Double> tried = tried(trained);
        new MemoryCheck(trained.experiment()).prediction(config.training().batchSize()); // before the data are read
        Dataset dataset = CheckedSplit.open(trained.experiment().checked(), split, new PictureProgress());
        Console.log().println(dataset.summary());
        trained.checkClasses(dataset);
        LoaderOptions loading = new LoaderOptions(config.training().loaderThreads(), 2);
        try (Predictor predictor = trained.predictor(
                config.training().batchSize(), dataset.categories().size())) {
            ThresholdSweep sweep = ThresholdSweep.of(
                    new Evaluation(dataset, loading, PictureCache.ofMegabytes(0)), dataset, predictor, tried, iou);
            List<String> advice = advice(trained, sweep);
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("split", split.key());
            all.putAll(sweep.json());
            all.put("advice", advice);
            json.write(all);
            json.print(ThresholdText.of(sweep) + "\n\n" + String.join("\n", advice));
        }
        return 0;
    }

    private void check() {
        Problems problems = new Problems();
        if (split == Split.TEST) {
            problems.add(
                    "--split test",
                    "split[test] is for the last look, at what was chosen before",
                    "val, or train, are what thresholds are chosen on");
        }
        if (thresholds.size() > MOST) {
            problems.add("--nms", "has thresholds[" + thresholds.size() + "], more than [" + MOST + "]");
        }
        thresholds.stream()
                .filter(one -> !(one >= 0 && one <= 1))
                .forEach(one -> problems.add("--nms " + one, "nms[" + one + "] must be between 0 and 1"));
        if (!(iou > 0 && iou <= 1)) {
            problems.add("--iou " + iou, "iou[" + iou + "] must be above 0, and 1 at most");
        }
        problems.throwIfAny();
    }

    /** In their order; none where the head decides by itself. */
    private List<Double> tried(Trained trained) {
        ExperimentConfig config = trained.experiment().config();
        Optional<Decoding> decoding = trained.experiment()
                .detector()
                .geometry(config.input().height(), config.input().width())
                .decoding();
        if (decoding.isEmpty() && !thresholds.isEmpty()) {
            throw new UserInputException(
                    "--nms",
                    "the head decides about overlaps before there are outputs, as its config says",
                    "without --nms the scores alone are swept");
        }
        if (decoding.isEmpty()) {
            return List.of();
        }
        TreeSet<Double> all = new TreeSet<>(thresholds.isEmpty() ? USUAL : thresholds);
        if (thresholds.isEmpty()) {
            all.add(decoding.get().nmsThreshold());
        }
        return List.copyOf(all);
    }

    private List<String> advice(Trained trained, ThresholdSweep sweep) {
        OptionalDouble score = sweep.bestScore();
        if (score.isEmpty()) {
            return List.of("Nothing that it finds is right, so no threshold is better than another.");
        }
        OptionalDouble nms = sweep.bestThreshold();
        boolean named = trained.experiment().loaded().origins().containsKey(KEY);
        List<String> advice = new ArrayList<>();
        advice.add("To use it so:");
        advice.add("    ./fpn predict " + runOrConfig + (weights == null ? "" : " --weights " + weights)
                + (nms.isPresent() && named ? " --set " + KEY + "=" + nms.getAsDouble() : "")
                + String.format(Locale.ROOT, " --score %.2f", score.getAsDouble()) + " IMAGE...");
        if (nms.isPresent() && named) {
            advice.add("or in the config: head: {postprocess: {nms_threshold: " + nms.getAsDouble() + "}}");
        }
        advice.add("The thresholds were chosen on " + split.key() + ", so what they score there is too good;"
                + " other images say how good they are.");
        return advice;
    }
}
