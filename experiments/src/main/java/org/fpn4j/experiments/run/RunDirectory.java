package org.fpn4j.experiments.run;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.fpn4j.claim.Claims;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.Digests;
import org.fpn4j.core.files.ReadFailure;
import org.fpn4j.core.files.StoredJson;
import org.fpn4j.core.files.WholeFile;
import org.fpn4j.core.files.Writing;
import org.fpn4j.evaluation.metric.LeftOut;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.training.inference.ClassName;
import org.fpn4j.training.inference.DetectorFolder;

/**
 * The directory of one run:
 *
 * <pre>
 * config.yaml        effective config, complete
 * origins.txt        where each value came from
 * provenance.json    key, versions, machine, backend, seed, digest of the data
 * classes.json       category ids and names by class index
 * data_problems.txt  every fault in the data that was skipped or mended, by file and id
 * metrics.jsonl      one line per step and per evaluation
 * tensorboard/       what TensorBoard is shown, and
 * mlflow.json        which run it is on MLflow's servers; where the config has these trackers
 * checkpoints/       the newest two of step-*.safetensors (weights), .memory.safetensors (optimizer, running mean) and
 *                    .json (the rest, and what makes it valid), and best.safetensors where the best are kept, while it
 *                    runs; final.safetensors after it
 * detections.json    what was found on the validation split, as COCO results in pixels of the original images
 * regions.json       which regions a second stage looked at on the validation split; of heads that have one
 * replicates.bin     the scores of these detections on draws of the split's images, for intervals; can be made again
 * result.json        written last: metrics, seconds and the digests of the weights and detections of a finished run
 * eval.json          COCO metrics of the last evaluation
 * test.json          every time that the run was scored on the test split, with date, commit and metrics
 * lock               the operating system's lock of who trains here
 * claim-000001       who trains here, for all machines; each training has a higher number, and the last one stays
 * report.html
 * </pre>
 */
public record RunDirectory(Path path) {
    /**
     * What a finished run says of itself.
     *
     * @param metrics values by name, COCO's twelve and others
     * @param perClass values of metrics of classes, by class name
     * @param leftOut what is not in these numbers
     * @param warnings what a reader must know to judge them
     * @param trainSeconds time spent in training, over all resumptions
     * @param waitSeconds of them spent in waiting for the loader, which otherwise works beside the steps
     * @param detectionsSha256 of {@code detections.json}; empty where the run has kept none
     */
    public record Result(
            Map<String, Double> metrics,
            Map<String, Map<String, Double>> perClass,
            LeftOut leftOut,
            List<String> warnings,
            double trainSeconds,
            double waitSeconds,
            long steps,
            long params,
            long macs,
            String weightsSha256,
            String detectionsSha256) {
        public Result {
            metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
            perClass = Collections.unmodifiableMap(new LinkedHashMap<>(perClass));
            requireNonNull(leftOut, "leftOut is null");
            warnings = List.copyOf(warnings);
        }

        /** The same with other scores. */
        public Result with(Map<String, Double> otherMetrics, Map<String, Map<String, Double>> otherPerClass) {
            return new Result(
                    otherMetrics,
                    otherPerClass,
                    leftOut,
                    warnings,
                    trainSeconds,
                    waitSeconds,
                    steps,
                    params,
                    macs,
                    weightsSha256,
                    detectionsSha256);
        }
    }

    private static final Set<String> DECISIVE = Set.of(
            "config.yaml",
            "origins.txt",
            "provenance.json",
            "classes.json",
            "metrics.jsonl",
            "checkpoints",
            "result.json",
            "test.json",
            "lock");

    public RunDirectory {
        requireNonNull(path, "path is null");
    }

    public Path config() {
        return detector().config();
    }

    public Path dataProblems() {
        return path.resolve("data_problems.txt");
    }

    public Path metrics() {
        return path.resolve("metrics.jsonl");
    }

    public Path checkpoints() {
        return detector().checkpoints();
    }

    public Path finalWeights() {
        return detector().weights();
    }

    public Path evaluation() {
        return path.resolve("eval.json");
    }

    /** What was found on the validation split; runs of old have none. */
    public Path detections() {
        return path.resolve("detections.json");
    }

    /** Which regions a second stage looked at; runs of heads with one stage have none. See {@link StoredRegions}. */
    public Path regions() {
        return path.resolve("regions.json");
    }

    /** Scores on draws of the validation images; runs of old have none. */
    public Path replicates() {
        return path.resolve("replicates.bin");
    }

    /** When the run was scored on the test split; see {@link TestLooks}. */
    public Path testLooks() {
        return path.resolve("test.json");
    }

    public Path report() {
        return path.resolve("report.html");
    }

    /** True for the files that make up the run: its config, its state and its result, not what is drawn from them. */
    public boolean decidesTheRun(Path file) {
        Path whole = path.toAbsolutePath().normalize();
        Path inside = file.toAbsolutePath().normalize();
        return inside.startsWith(whole)
                && !inside.equals(whole)
                && decides(whole.relativize(inside).getName(0).toString());
    }

    private static boolean decides(String name) {
        return DECISIVE.contains(name) || name.startsWith(Claims.PREFIX);
    }

    private Path provenance() {
        return path.resolve("provenance.json");
    }

    private Path resultFile() {
        return path.resolve("result.json");
    }

    /** True where nothing of a run is: there is no such directory, or nothing but locks and what is being written. */
    boolean isFree() {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString())
                    .allMatch(name -> name.equals("lock")
                            || name.startsWith(Claims.PREFIX)
                            || name.endsWith(WholeFile.TEMPORARY));
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            throw new UserInputException(path.toString(), "cannot be read: " + ReadFailure.reason(path, e));
        }
    }

    /** True where a run began, whatever became of it. */
    public boolean hasRun() {
        return Files.exists(provenance()) || Files.exists(config());
    }

    /** When the run began, however often it was resumed since; empty where none did. */
    public Optional<String> startedAt() {
        return readProvenance(json -> json.text(Provenance.STARTED_AT));
    }

    /** What made the run; unknown where its files do not say. */
    public RunOrigin origin() {
        return readProvenance(json -> RunOrigin.of(known(json, Provenance.COMMIT), known(json, Provenance.MACHINE)))
                .orElse(RunOrigin.of(Provenance.UNKNOWN, Provenance.UNKNOWN));
    }

    private static String known(StoredJson json, String field) {
        return json.has(field) ? json.text(field) : Provenance.UNKNOWN;
    }

    /** The hash of the run's key; empty where no run began. */
    public Optional<String> keyHash() {
        return readProvenance(json -> json.text(Provenance.KEY));
    }

    /** The key of the run; empty where no run began. Of files of old it has no parts. */
    public Optional<RunKey> key() {
        return readProvenance(json -> json.has(Provenance.KEY_PARTS)
                ? new RunKey(json.object(Provenance.KEY_PARTS).allTexts())
                : new RunKey(Map.of()));
    }

    private <T> Optional<T> readProvenance(Function<StoredJson, T> reading) {
        if (!Files.exists(provenance())) {
            return Optional.empty();
        }
        StoredJson json = StoredJson.object(provenance());
        T value = reading.apply(json);
        json.done();
        return Optional.of(value);
    }

    /**
     * Refuses to go on with another run.
     *
     * @param key of what is to run
     */
    public void requireSame(RunKey key) {
        key().filter(present -> !present.equals(key)).ifPresent(present -> {
            throw new UserInputException(
                    path.toString(),
                    present.parts().isEmpty()
                            ? "holds another run, whose provenance.json does not say what decides its result"
                            : "holds another run, which differs in " + String.join(", ", present.differences(key)),
                    "compare " + config() + " with yours, or choose another --out");
        });
    }

    /** Creates the directory and writes everything that is known before the first step. */
    public void begin(Experiment experiment, List<ClassName> classes, Map<String, Object> provenance) {
        StoredJson.write(provenance(), provenance); // first, as it says whose directory this is
        Writing.directory(checkpoints());
        WholeFile.write(config(), experiment.loaded().effectiveYaml());
        WholeFile.write(path.resolve("origins.txt"), experiment.loaded().originsText());
        detector().writeClasses(classes);
    }

    /** Marks the run as finished. */
    public void finish(Result result) {
        Map<String, Object> evaluation = new LinkedHashMap<>(result.metrics());
        evaluation.put("metrics", result.metrics());
        evaluation.put("per_class", result.perClass());
        evaluation.put("left_out", result.leftOut().json());
        evaluation.put("warnings", result.warnings());
        StoredJson.write(evaluation(), evaluation);
        StoredJson.write(resultFile(), result);
    }

    /**
     * The result of a finished run.
     *
     * @throws UserInputException where its file is damaged
     */
    public Optional<Result> result() {
        return Files.exists(resultFile()) ? Optional.of(StoredResult.read(resultFile())) : Optional.empty();
    }

    /**
     * The result of a finished run, of which everything that others need is there and as it was written.
     *
     * @throws UserInputException naming what is damaged
     */
    public Optional<Result> wholeResult() {
        Optional<Result> result = resultOfWholeWeights();
        result.filter(present -> !present.detectionsSha256().isEmpty() && Files.exists(detections()))
                .ifPresent(present -> requireWhole(
                        detections(),
                        present.detectionsSha256(),
                        "the detections that were scored",
                        "the run is whole without the file; ./fpn eval " + path + " --detections FILE makes it again"));
        return result;
    }

    /**
     * The result of a finished run with which one can predict, whatever became of its detections.
     *
     * @throws UserInputException naming what is damaged
     */
    public Optional<Result> resultOfWholeWeights() {
        Optional<Result> result = result();
        result.ifPresent(present -> {
            detector().classes();
            requireWhole(finalWeights(), present.weightsSha256(), "the weights that were trained");
        });
        return result;
    }

    private static void requireWhole(Path file, String sha256, String what, String... hints) {
        String found = Digests.sha256(file);
        if (!found.equals(sha256)) {
            throw new UserInputException(
                    file.toString(),
                    "is damaged: its SHA-256[" + found + "] is not that of " + what + ", [" + sha256 + "]",
                    hints);
        }
    }

    /** Takes the mark of a finished run away, so that it is trained again, and what a kill left half-written. */
    public void unfinish() {
        Writing.guarded(path, this::removeHalfWritten);
        Writing.guarded(resultFile(), () -> Files.deleteIfExists(resultFile()));
        Writing.guarded(detections(), () -> Files.deleteIfExists(detections()));
        Writing.guarded(regions(), () -> Files.deleteIfExists(regions()));
        Writing.guarded(replicates(), () -> Files.deleteIfExists(replicates()));
        Writing.guarded(report(), () -> Files.deleteIfExists(report()));
    }

    private void removeHalfWritten() throws IOException {
        if (!Files.isDirectory(path)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*" + WholeFile.TEMPORARY)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    /**
     * Hands over the lines of {@code metrics.jsonl}; a last line that a kill cut short is left out.
     *
     * @param told hears of lines that cannot be read and are left out
     */
    public void readMetrics(Consumer<JsonNode> lines, Consumer<String> told) {
        MetricLines.read(metrics(), lines, told);
    }

    /** What predictions are made of. */
    public DetectorFolder detector() {
        return new DetectorFolder(path);
    }
}
