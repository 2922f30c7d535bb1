package org.fpn4j.tracking.mlflow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.core.files.StoredJson;
import org.fpn4j.core.files.Writing;

/** {@code mlflow.json} in a run's directory: which run it is on each server, so that one which is resumed goes on there. */
final class RunIds {
    private static final String FILE = "mlflow.json";

    private final Path file;

    RunIds(Path directory) {
        this.file = directory.resolve(FILE);
    }

    private record Entry(String uri, String experiment, String run) {
        boolean isOf(String otherUri, String otherExperiment) {
            return uri.equals(otherUri) && experiment.equals(otherExperiment);
        }

        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("uri", uri);
            json.put("experiment", experiment);
            json.put("run_id", run);
            return json;
        }
    }

    /**
     * The run on a server.
     *
     * @throws org.fpn4j.config.problem.UserInputException where the file is damaged
     */
    Optional<String> of(String uri, String experiment) {
        return entries().stream()
                .filter(entry -> entry.isOf(uri, experiment))
                .map(Entry::run)
                .findFirst();
    }

    /** Keeps it, in the place of one before. */
    void keep(String uri, String experiment, String run) {
        List<Map<String, Object>> kept = new ArrayList<>();
        entries().stream()
                .filter(entry -> !entry.isOf(uri, experiment))
                .map(Entry::json)
                .forEach(kept::add);
        kept.add(new Entry(uri, experiment, run).json());
        Writing.directory(file.toAbsolutePath().getParent());
        StoredJson.write(file, kept);
    }

    private List<Entry> entries() {
        if (!Files.exists(file)) {
            return List.of();
        }
        StoredJson stored = StoredJson.list(file);
        List<Entry> entries = stored.items().stream()
                .map(item -> new Entry(item.text("uri"), item.text("experiment"), item.text("run_id")))
                .toList();
        stored.done();
        return entries;
    }
}
