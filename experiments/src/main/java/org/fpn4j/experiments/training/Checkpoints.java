package org.fpn4j.experiments.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.files.Digests;
import org.fpn4j.core.files.Writing;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.experiments.run.RunDirectory;

/**
 * The checkpoints of a run in one directory. A checkpoint is three files, {@code step-00000120.safetensors} with the
 * weights, {@code .memory.safetensors} with the optimizer's vectors and the running mean, and {@code .json} with the rest
 * ({@link StoredState}); the last one is written last and makes it valid. Two are kept, so that there is one more where the
 * newest turns out to be damaged.
 */
final class Checkpoints {
    private static final String COMMIT = ".json";
    private static final String WEIGHTS = ".safetensors";
    private static final String MEMORY = ".memory.safetensors";
    private static final String BEST = "best.safetensors";
    private static final int KEPT = 2;

    private final Path directory;
    private List<String> kept = List.of();

    Checkpoints(Path directory) {
        this.directory = directory;
    }

    /** A checkpoint read back. */
    record Checkpoint(TrainingState state, Weights weights, Weights memory) {
        /** Copies a remembered vector over one of the same name. */
        void restore(String name, FlatVector target) {
            target.write(memory.get(name, Shape.of((int) target.size())).values());
        }
    }

    /** Writes one, and removes others but the one that was written before it or that the training went on from. */
    void write(TrainingState state, Weights weights, Map<String, FlatVector> memory) {
        String stem = String.format(Locale.ROOT, RunDirectory.CHECKPOINT + "%08d", state.step());
        Map<String, NamedTensor> vectors = new LinkedHashMap<>();
        memory.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            float[] values = entry.getValue().toArray();
            vectors.put(entry.getKey(), new NamedTensor(Shape.of(values.length), values));
        });
        Writing.guarded(file(stem, COMMIT), () -> {
            Safetensors.write(file(stem, WEIGHTS), weights);
            Safetensors.write(file(stem, MEMORY), new Weights(vectors));
        });
        StoredState.write(file(stem, COMMIT), state, List.of(file(stem, WEIGHTS), file(stem, MEMORY)));
        keep(stem);
    }

    private void keep(String stem) {
        List<String> stems = new ArrayList<>(kept);
        stems.remove(stem);
        stems.add(stem);
        kept = List.copyOf(stems.subList(Math.max(0, stems.size() - KEPT), stems.size()));
        remove(name -> kept.stream().noneMatch(name::startsWith));
    }

    /**
     * The newest checkpoint that is whole; empty where there is none.
     *
     * @param told hears of those that are damaged
     */
    Optional<Checkpoint> latest(TrainingLength length, Consumer<String> told) {
        for (String stem : stems()) {
            try {
                Path weights = file(stem, WEIGHTS);
                Path memory = file(stem, MEMORY);
                TrainingState state = StoredState.read(file(stem, COMMIT), length, List.of(weights, memory));
                Checkpoint checkpoint = new Checkpoint(state, Safetensors.read(weights), Safetensors.read(memory));
                kept = List.of(stem);
                return Optional.of(checkpoint);
            } catch (UserInputException e) {
                told.accept(e.getMessage() + "; this checkpoint is left out");
            }
        }
        return Optional.empty();
    }

    /** What checkpoints are called, the newest first. */
    private List<String> stems() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(RunDirectory.CHECKPOINT + "\\d{1,18}\\" + COMMIT))
                    .map(name -> name.substring(0, name.length() - COMMIT.length()))
                    .sorted(Comparator.comparingLong(RunDirectory::step).reversed())
                    .toList();
        } catch (IOException e) {
            throw new UserInputException(directory.toString(), "cannot be read: " + e.getMessage());
        }
    }

    private Path file(String stem, String end) {
        return directory.resolve(stem + end);
    }

    /** Keeps the weights of the best evaluation while a run that may stop early goes on; returns their SHA-256. */
    String writeBest(Weights weights) {
        Path best = directory.resolve(BEST);
        Safetensors.write(best, weights);
        return Digests.sha256(best);
    }

    /**
     * Reads them.
     *
     * @param digest what {@link #writeBest} returned
     * @throws UserInputException where they are not what was written
     */
    Weights readBest(String digest) {
        Path best = directory.resolve(BEST);
        if (!Digests.sha256(best).equals(digest)) {
            throw new UserInputException(
                    best.toString(),
                    "is damaged: its SHA-256 is not that of the best weights",
                    "without " + directory + " the training starts anew");
        }
        return Safetensors.read(best);
    }

    /** Removes everything but the final weights, which a finished run keeps alone. */
    void removeAll() {
        remove(name -> true);
        Writing.guarded(directory, () -> Files.deleteIfExists(directory.resolve(BEST)));
    }

    private void remove(Predicate<String> old) {
        Writing.guarded(directory, () -> {
            try (Stream<Path> files = Files.list(directory)) {
                List<Path> unwanted = files.filter(file -> {
                            String name = file.getFileName().toString();
                            return name.startsWith(RunDirectory.CHECKPOINT) && old.test(name);
                        })
                        // the file that makes a checkpoint valid goes first
                        .sorted(Comparator.comparing(
                                file -> !file.getFileName().toString().endsWith(COMMIT)))
                        .toList();
                for (Path file : unwanted) {
                    Files.deleteIfExists(file);
                }
            }
        });
    }
}
