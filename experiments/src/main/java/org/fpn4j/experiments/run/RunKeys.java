package org.fpn4j.experiments.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fpn4j.config.ReadsFiles;
import org.fpn4j.core.files.Digests;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.training.config.ExecutionConfig;

/** Makes the keys of runs. A file that several experiments name is read once. */
public final class RunKeys {
    private final Map<Path, String> contents = new LinkedHashMap<>();

    /**
     * The key of a run.
     *
     * @param dataDigest of its data
     * @throws org.fpn4j.config.problem.UserInputException where a file cannot be read, or the machine lacks what the config
     *     asks for
     */
    public RunKey of(Experiment experiment, String dataDigest) {
        ExecutionConfig execution = experiment.config().execution();
        Map<String, String> files = files(experiment);
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("config", RunKey.shortened(experiment.loaded().decisiveTree().toString()));
        parts.put("data", RunKey.shortened(dataDigest));
        parts.put(
                "files",
                files.isEmpty() ? "none" : RunKey.shortened(files.values().toString()));
        parts.put("version", Provenance.version());
        parts.put("threads", Integer.toString(experiment.checked().threads().count()));
        parts.put("kernels", execution.decisive());
        parts.put("processor", execution.processor());
        return new RunKey(parts);
    }

    /** SHA-256 of every file that the config names, but for the data's, by path. */
    Map<String, String> files(Experiment experiment) {
        Map<String, String> digests = new LinkedHashMap<>();
        for (Path file : ReadsFiles.in(experiment.config())) {
            digests.put(file.toString(), contents.computeIfAbsent(file, Digests::sha256));
        }
        return digests;
    }
}
