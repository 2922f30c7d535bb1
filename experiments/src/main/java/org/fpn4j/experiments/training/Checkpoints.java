package org.fpn4j.experiments.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.experiments.run.WholeFiles;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The checkpoints of a run in one directory. A checkpoint is three files, {@code step-00000120.safetensors} with the
 * weights, {@code .memory.safetensors} with the optimizer's vectors and the running mean, and {@code .json} with the
 * rest; the last one is written last and makes it valid. Only the newest one is kept.
 */
final class Checkpoints {
    private static final String COMMIT = ".json";
    private static final String BEST = "best.safetensors";

    private final Path directory;

    Checkpoints(Path directory) {
        this.directory = directory;
    }

    /** A checkpoint read back. */
    record Checkpoint(TrainingState state, Weights weights, Weights memory) {
        /** Copies a remembered vector over one of the same name. */
        void restore(String name, INDArray target) {
            float[] values = memory.get(name, Shape.of((int) target.length())).values();
            target.assign(Nd4j.createFromArray(values));
        }
    }

    void write(TrainingState state, Weights weights, Map<String, INDArray> memory) {
        String stem = String.format(java.util.Locale.ROOT, "step-%08d", state.step());
        Map<String, NamedTensor> vectors = new LinkedHashMap<>();
        memory.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            float[] values = entry.getValue().dup('c').data().asFloat();
            vectors.put(entry.getKey(), new NamedTensor(Shape.of(values.length), values));
        });
        Path commit = directory.resolve(stem + COMMIT);
        WholeFiles.guarded(commit, () -> {
            Safetensors.write(directory.resolve(stem + ".safetensors"), weights);
            Safetensors.write(directory.resolve(stem + ".memory.safetensors"), new Weights(vectors));
        });
        WholeFiles.writeJson(commit, state);
        removeBut(stem);
    }

    Optional<Checkpoint> latest() {
        try (Stream<Path> files = Files.exists(directory) ? Files.list(directory) : Stream.empty()) {
            Optional<Path> commit = files.filter(
                            file -> file.getFileName().toString().startsWith("step-")
                                    && file.getFileName().toString().endsWith(COMMIT))
                    .max(Comparator.comparing(file -> file.getFileName().toString()));
            if (commit.isEmpty()) {
                return Optional.empty();
            }
            String name = commit.get().getFileName().toString();
            String stem = name.substring(0, name.length() - COMMIT.length());
            return Optional.of(new Checkpoint(
                    WholeFiles.JSON.readValue(commit.get().toFile(), TrainingState.class),
                    Safetensors.read(directory.resolve(stem + ".safetensors")),
                    Safetensors.read(directory.resolve(stem + ".memory.safetensors"))));
        } catch (JsonProcessingException e) {
            throw new org.fpn4j.core.problem.UserInputException(
                    directory.toString(), "checkpoint cannot be read: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new org.fpn4j.core.problem.UserInputException(
                    directory.toString(), "checkpoint cannot be read: " + e.getMessage());
        }
    }

    /** Where the weights of the best evaluation are while a run that may stop early goes on. */
    Path best() {
        return directory.resolve(BEST);
    }

    /** Removes everything but the final weights, which a finished run keeps alone. */
    void removeAll() {
        removeBut("");
        WholeFiles.guarded(best(), () -> Files.deleteIfExists(best()));
    }

    private void removeBut(String stem) {
        WholeFiles.guarded(directory, () -> {
            try (Stream<Path> files = Files.list(directory)) {
                List<Path> old = files.filter(file -> {
                            String name = file.getFileName().toString();
                            return name.startsWith("step-") && (stem.isEmpty() || !name.startsWith(stem));
                        })
                        // the file that makes a checkpoint valid goes first
                        .sorted(Comparator.comparing(
                                file -> !file.getFileName().toString().endsWith(COMMIT)))
                        .toList();
                for (Path file : old) {
                    Files.deleteIfExists(file);
                }
            }
        });
    }
}
