package org.fpn4j.experiments.run;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fpn4j.core.problem.UserInputException;
import org.fpn4j.data.scoring.LeftOut;
import org.fpn4j.experiments.config.Experiment;

/**
 * The directory of one run:
 *
 * <pre>
 * config.yaml        effective config, complete
 * origins.txt        where each value came from
 * provenance.json    versions, machine, backend, seed, digest of the data
 * classes.json       category ids and names by class index
 * data_problems.txt  every fault in the data that was skipped or mended, by file and id
 * metrics.jsonl      one line per step and per evaluation
 * checkpoints/       step-*.safetensors while it runs, final.safetensors after it
 * result.json        written last: metrics and seconds of a finished run
 * eval.json          COCO metrics of the last evaluation
 * report.html
 * </pre>
 */
public record RunDirectory(Path path) {
    /**
     * What a finished run says of itself.
     *
     * @param metrics COCO's twelve numbers
     * @param perClass AP by class name
     * @param leftOut what is not in these numbers
     * @param warnings what a reader must know to judge them
     * @param trainSeconds time spent in training, over all resumptions
     * @param waitSeconds of them spent in waiting for the loader, which otherwise works beside the steps
     */
    public record Result(
            Map<String, Double> metrics,
            Map<String, Double> perClass,
            LeftOut leftOut,
            List<String> warnings,
            double trainSeconds,
            double waitSeconds,
            long steps,
            long params,
            long macs,
            String weightsSha256) {
        /** Files of runs that know nothing of what was left out leave the two absent. */
        public Result {
            leftOut = leftOut == null ? new LeftOut(0, 0) : leftOut;
            warnings = warnings == null ? List.of() : List.copyOf(warnings);
        }
    }

    /** One class as data sets number it. */
    public record ClassName(long id, String name) {}

    private static final Set<String> DECISIVE = Set.of(
            "config.yaml",
            "origins.txt",
            "provenance.json",
            "classes.json",
            "metrics.jsonl",
            "checkpoints",
            "result.json",
            "lock");

    public RunDirectory {
        requireNonNull(path, "path is null");
    }

    public Path config() {
        return path.resolve("config.yaml");
    }

    public Path dataProblems() {
        return path.resolve("data_problems.txt");
    }

    public Path metrics() {
        return path.resolve("metrics.jsonl");
    }

    public Path checkpoints() {
        return path.resolve("checkpoints");
    }

    public Path finalWeights() {
        return checkpoints().resolve("final.safetensors");
    }

    public Path evaluation() {
        return path.resolve("eval.json");
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
                && DECISIVE.contains(whole.relativize(inside).getName(0).toString());
    }

    /** When the run began, however often it was resumed since; empty where none did. */
    public Optional<String> startedAt() {
        return provenance(Provenance.STARTED_AT);
    }

    private Optional<String> provenance(String field) {
        Path file = path.resolve("provenance.json");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    WholeFiles.JSON.readTree(file.toFile()).path(field).asText());
        } catch (IOException e) {
            throw new UserInputException(file.toString(), "cannot be read: " + e.getMessage());
        }
    }

    /**
     * Refuses to go on with a run of another config or other data.
     *
     * @param key of what is to run
     */
    public void requireSame(String key) {
        provenance(Provenance.KEY).filter(present -> !present.equals(key)).ifPresent(present -> {
            throw new UserInputException(
                    path.toString(),
                    "holds a run of another config or other data, key[" + present + "] instead of [" + key + "]",
                    "compare " + config() + " with yours, or choose another --out");
        });
    }

    /** Creates the directory and writes everything that is known before the first step. */
    public void begin(Experiment experiment, List<ClassName> classes, Map<String, Object> provenance) {
        WholeFiles.directory(checkpoints());
        WholeFiles.write(config(), experiment.loaded().effectiveYaml());
        WholeFiles.write(path.resolve("origins.txt"), experiment.loaded().originsText());
        WholeFiles.writeJson(path.resolve("classes.json"), classes);
        WholeFiles.writeJson(path.resolve("provenance.json"), provenance);
    }

    /** Marks the run as finished. */
    public void finish(Result result) {
        Map<String, Object> evaluation = new LinkedHashMap<>(result.metrics());
        evaluation.put("per_class", result.perClass());
        evaluation.put("left_out", result.leftOut().json());
        evaluation.put("warnings", result.warnings());
        WholeFiles.writeJson(evaluation(), evaluation);
        WholeFiles.writeJson(resultFile(), result);
    }

    /** The result of a finished run. */
    public Optional<Result> result() {
        if (!Files.isRegularFile(resultFile())) {
            return Optional.empty();
        }
        try {
            return Optional.of(WholeFiles.JSON.readValue(resultFile().toFile(), Result.class));
        } catch (IOException e) {
            throw new UserInputException(resultFile().toString(), "cannot be read: " + e.getMessage());
        }
    }

    /** Lines of {@code metrics.jsonl}; a last line that a kill cut short is left out. */
    public List<JsonNode> metricLines() {
        if (!Files.isRegularFile(metrics())) {
            return List.of();
        }
        try {
            List<JsonNode> lines = new java.util.ArrayList<>();
            for (String line : Files.readAllLines(metrics(), StandardCharsets.UTF_8)) {
                try {
                    lines.add(WholeFiles.JSON.readTree(line));
                } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                    break; // cut short
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UserInputException(metrics().toString(), "cannot be read: " + e.getMessage());
        }
    }

    public List<ClassName> classes() {
        Path file = path.resolve("classes.json");
        try {
            return WholeFiles.JSON.readValue(file.toFile(), new TypeReference<List<ClassName>>() {});
        } catch (IOException e) {
            throw new UserInputException(
                    file.toString(), "cannot be read, so this is not the directory of a run: " + e.getMessage());
        }
    }

    private Path resultFile() {
        return path.resolve("result.json");
    }
}
