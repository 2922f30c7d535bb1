package org.fpn4j.experiments.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.replicate.ReplicatesFile;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.run.LateMetrics;
import org.fpn4j.experiments.run.RunDirectory.Result;
import org.fpn4j.experiments.run.RunReplicates;
import org.fpn4j.experiments.run.RunStatus;
import org.fpn4j.experiments.scoring.MetricByConvention;
import org.fpn4j.training.inference.CheckedSplit;

/**
 * Directories of runs as variants: runs whose configs differ in the seed alone are one.
 *
 * @param runs the finished ones
 * @param remarks sentences on those that are not finished
 */
public record ComparedRuns(List<ScoredRun> runs, List<String> remarks) {
    public ComparedRuns {
        runs = List.copyOf(runs);
        remarks = List.copyOf(remarks);
    }

    /**
     * Reads runs and, where they lie in folders, all of a folder.
     *
     * @param paths directories of runs or of folders of runs
     * @param metrics that are read of each run
     * @param drawn those that are read of draws of the images, too
     * @param log hears why a run has no draws of images
     * @throws UserInputException naming what is no run, runs with one name whose configs differ in more than the seed, and
     *     files of draws that contradict each other
     */
    public static ComparedRuns read(
            List<Path> paths, Metrics metrics, List<MetricByConvention> drawn, Consumer<String> log) {
        LateMetrics late = new LateMetrics(metrics, log);
        AgreeingDraws draws = new AgreeingDraws();
        List<RunStatus> found = found(paths);
        Problems problems = new Problems();
        Map<String, JsonNode> configs = new LinkedHashMap<>();
        Map<String, Path> firsts = new LinkedHashMap<>();
        List<ScoredRun> runs = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (RunStatus status : found) {
            Path path = status.directory().path();
            if (status.result().isEmpty()) {
                remarks.add(path + " is left out, which favours it: " + status.sentence() + ".");
                continue;
            }
            Experiment experiment = Experiment.load(status.directory().config(), List.of());
            long seed = experiment.config().seed();
            String variant = variant(path, seed);
            JsonNode config = withoutSeed(experiment.loaded().decisiveTree());
            JsonNode known = configs.putIfAbsent(variant, config);
            Path first = firsts.putIfAbsent(variant, path);
            if (known != null && !known.equals(config)) {
                problems.add(
                        path.toString(),
                        "has the name of " + first + " but differs from it in more than the seed",
                        "./fpn runs --why " + first + " " + path + " says in what");
                continue;
            }
            if (runs.stream().anyMatch(run -> run.variant().equals(variant) && run.seed() == seed)) {
                problems.add(path.toString(), "is the second run of " + variant + " with seed[" + seed + "]");
                continue;
            }
            Supplier<Dataset> validation = opened(experiment);
            Result result = late.added(
                    status.directory(), path.toString(), status.result().get(), validation);
            Optional<ReplicatesFile> replicates = RunReplicates.of(status.directory(), drawn, validation, log);
            replicates.ifPresent(file -> draws.add(status.directory().replicates(), file, problems));
            runs.add(new ScoredRun(variant, seed, result.metrics(), replicates));
        }
        problems.throwIfAny();
        return new ComparedRuns(runs, remarks);
    }

    /** The split that a run was scored on, opened once, by the first that asks. */
    private static Supplier<Dataset> opened(Experiment experiment) {
        Dataset[] opened = new Dataset[1]; // null until then
        return () -> {
            if (opened[0] == null) {
                opened[0] = CheckedSplit.open(experiment.checked(), Split.VAL, CheckListener.SILENT);
            }
            return opened[0];
        };
    }

    private static List<RunStatus> found(List<Path> paths) {
        List<RunStatus> found = new ArrayList<>();
        for (Path path : paths) {
            List<RunStatus> below = RunStatus.below(path);
            if (below.isEmpty()) {
                throw new UserInputException(
                        path.toString(), "holds no run", "expected directories of runs, or of an ablation");
            }
            below.stream()
                    .filter(status ->
                            found.stream().noneMatch(known -> known.directory().equals(status.directory())))
                    .forEach(found::add);
        }
        return found;
    }

    /** The directory's name without its seed. */
    private static String variant(Path path, long seed) {
        String name = path.toAbsolutePath().normalize().getFileName().toString();
        String suffix = "-" + seed;
        return name.endsWith(suffix) && name.length() > suffix.length()
                ? name.substring(0, name.length() - suffix.length())
                : name;
    }

    private static JsonNode withoutSeed(JsonNode config) {
        ObjectNode copy = config.deepCopy();
        copy.remove("seed");
        return copy;
    }
}
