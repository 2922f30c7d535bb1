package org.fpn4j.experiments.ablation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.StoredJson;
import org.fpn4j.experiments.ablation.Ablation.Cell;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.RunKey;

/**
 * What many processes train together, {@code study.json} in the directory of an ablation: the key of every cell, by the name of
 * its directory. Whoever joins trains the same runs or none; without it, a machine with another number of cores would
 * begin every cell anew beside the others.
 */
record Study(Map<String, RunKey> cells) {
    private static final String FILE = "study.json";

    Study {
        cells = Collections.unmodifiableMap(new LinkedHashMap<>(cells));
    }

    /**
     * Joins the study of a directory, or begins it. Cells that nobody named before become part of it.
     *
     * @throws UserInputException where this process would train other runs
     */
    static void join(Path out, Map<Cell, RunKey> keys, String command) {
        DirectoryLock.during(new RunDirectory(out), command, () -> {
            Map<String, RunKey> all = new LinkedHashMap<>(read(out).cells());
            Set<String> differences = new LinkedHashSet<>();
            List<String> cells = new ArrayList<>();
            keys.forEach((cell, key) -> {
                RunKey present = all.putIfAbsent(cell.directoryName(), key);
                if (present != null && !present.equals(key)) {
                    differences.addAll(present.differences(key));
                    cells.add(cell.label());
                }
            });
            if (!differences.isEmpty()) {
                throw new UserInputException(
                        out.resolve(FILE).toString(),
                        "others train " + (cells.size() == 1 ? "another run of [" : "other runs of [")
                                + String.join("], [", cells.subList(0, Math.min(3, cells.size())))
                                + (cells.size() > 3 ? "] and of " + (cells.size() - 3) + " more" : "]")
                                + ", there and here " + String.join("; ", differences),
                        "whoever joins has their version, data, kernels, execution.threads and kind of processor, which a"
                                + " small ONEDNN_MAX_CPU_ISA makes alike; or choose another --out");
            }
            StoredJson.write(out.resolve(FILE), Map.of("cells", parts(all)));
        });
    }

    private static Map<String, Object> parts(Map<String, RunKey> cells) {
        Map<String, Object> parts = new LinkedHashMap<>();
        cells.forEach((name, key) -> parts.put(name, key.parts()));
        return parts;
    }

    private static Study read(Path out) {
        if (!Files.exists(out.resolve(FILE))) {
            return new Study(Map.of());
        }
        StoredJson json = StoredJson.object(out.resolve(FILE));
        StoredJson cells = json.object("cells");
        Map<String, RunKey> keys = new LinkedHashMap<>();
        cells.fields()
                .forEach(name -> keys.put(name, new RunKey(cells.object(name).allTexts())));
        json.done();
        return new Study(keys);
    }
}
