package org.fpn4j.experiments.ablation;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.ReadFailure;
import org.fpn4j.core.files.StoredJson;
import org.fpn4j.core.files.Writing;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.run.RunKey;

/**
 * A cell of an ablation for whoever trains it on another machine: all that decides its result, in one file.
 *
 * @param name of the cell's directory
 * @param label as tables have it
 * @param workingDirectory that relative paths in the config start from
 * @param key that the run must have there
 * @param config the complete config, as YAML
 */
public record CellOrder(String name, String label, String workingDirectory, RunKey key, String config) {
    public CellOrder {
        requireNonNull(name, "name is null");
        requireNonNull(label, "label is null");
        requireNonNull(workingDirectory, "workingDirectory is null");
        requireNonNull(key, "key is null");
        requireNonNull(config, "config is null");
    }

    /** Makes a folder for orders. */
    static void requireEmpty(Path folder) {
        Writing.directory(folder);
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new UserInputException(
                        folder.toString(), "is not empty: whose orders are there cannot be told", "name a new folder");
            }
        } catch (IOException e) {
            throw new UserInputException(folder.toString(), "cannot be read: " + ReadFailure.reason(folder, e));
        }
    }

    /** Writes {@code NAME.json} into a folder. */
    void write(Path folder) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("label", label);
        fields.put("working_directory", workingDirectory);
        fields.put("key", key.parts());
        fields.put("config", config);
        StoredJson.write(folder.resolve(name + ".json"), fields);
    }

    /**
     * Reads one.
     *
     * @throws UserInputException where the file is no whole order
     */
    public static CellOrder read(Path file) {
        StoredJson json = StoredJson.object(file);
        CellOrder order = new CellOrder(
                json.text("name"),
                json.text("label"),
                json.text("working_directory"),
                new RunKey(json.object("key").allTexts()),
                json.text("config"));
        json.done();
        return order;
    }

    /** What is to be trained; its values come from what is to be its {@code config.yaml}. */
    public Experiment experiment() {
        return Experiment.of(name, "config.yaml", config);
    }

    /**
     * Refuses to train another run than the one that was ordered.
     *
     * @param own the key of what would be trained here
     */
    public void requireSame(Path file, RunKey own) {
        List<String> differences = key.differences(own);
        if (!differences.isEmpty()) {
            throw new UserInputException(
                    file.toString(),
                    "would be another run on this machine, there and here " + String.join("; ", differences),
                    "whoever trains it has the version, data, kernels, execution.threads and kind of processor of who"
                            + " ordered it; a small ONEDNN_MAX_CPU_ISA makes processors alike");
        }
    }
}
