package org.fpn4j.training.checkpoint;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.Digests;
import org.fpn4j.core.files.ReadFailure;
import org.fpn4j.core.files.Writing;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.training.loop.BestWeights;
import org.fpn4j.training.loop.RunClock;
import org.fpn4j.training.loop.Snapshot;
import org.fpn4j.training.loop.TrainingLength;
import org.fpn4j.training.loop.TrainingListener;
import org.fpn4j.training.loop.TrainingState;

/**
 * The checkpoints of a training in one directory. A checkpoint is three files, {@code step-00000120.safetensors} with the
 * weights, {@code .memory.safetensors} with the optimizer's vectors and the running mean, and {@code .json} with the rest
 * ({@link StoredState}); the last one is written last and makes it valid. Two are kept, so that there is one more where the
 * newest turns out to be damaged. The weights of the best evaluation of a training that may stop early are a file of their
 * own.
 */
public final class Checkpoints implements TrainingListener, BestWeights {
    private static final String BEGINNING = "step-";
    private static final String COMMIT = ".json";
    private static final String WEIGHTS = ".safetensors";
    private static final String MEMORY = ".memory.safetensors";
    private static final String BEST = "best.safetensors";
    private static final int KEPT = 2;

    private final Path directory;
    private final double secondsBetween;
    private final RunClock clock;
    private List<String> kept = List.of();
    private String bestSha256 = "";
    private long written;

    /**
     * Checkpoints in a directory that is there.
     *
     * @param secondsBetween two of them; 0 writes one after each step and each evaluation
     */
    public Checkpoints(Path directory, double secondsBetween, RunClock clock) {
        this.directory = requireNonNull(directory, "directory is null");
        this.secondsBetween = secondsBetween;
        this.clock = requireNonNull(clock, "clock is null");
        this.written = clock.nanoTime();
    }

    /** The step of the newest checkpoint in a directory, whole or not; 0 where there is none or no directory. */
    public static long newestStep(Path directory) {
        return stems(directory).stream().findFirst().map(Checkpoints::step).orElse(0L);
    }

    private static long step(String stem) {
        return Long.parseLong(stem.substring(BEGINNING.length()));
    }

    /** A checkpoint read back. */
    private record Stored(TrainingState state, Weights weights, Weights memory) implements Snapshot {}

    @Override
    public void begin(TrainingState start, long steps) {
        written = clock.nanoTime();
    }

    @Override
    public void reached(Snapshot snapshot) {
        if (clock.secondsSince(written) >= secondsBetween) {
            write(snapshot);
            written = clock.nanoTime();
        }
    }

    @Override
    public void stopping(Snapshot snapshot) {
        if (snapshot.state().position().step() > 0) {
            write(snapshot);
        }
    }

    /** Writes one, and removes others but the one that was written before it or that the training went on from. */
    public void write(Snapshot snapshot) {
        TrainingState state = snapshot.state();
        String stem =
                String.format(Locale.ROOT, BEGINNING + "%08d", state.position().step());
        Safetensors.write(file(stem, WEIGHTS), snapshot.weights());
        Safetensors.write(file(stem, MEMORY), snapshot.memory());
        new StoredState(state, bestSha256).write(file(stem, COMMIT), List.of(file(stem, WEIGHTS), file(stem, MEMORY)));
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
    public Optional<Snapshot> latest(TrainingLength length, Consumer<String> told) {
        for (String stem : stems(directory)) {
            try {
                Path weights = file(stem, WEIGHTS);
                Path memory = file(stem, MEMORY);
                StoredState stored = StoredState.read(file(stem, COMMIT), length, List.of(weights, memory));
                Snapshot snapshot = new Stored(stored.training(), Safetensors.read(weights), Safetensors.read(memory));
                kept = List.of(stem);
                bestSha256 = stored.bestSha256();
                return Optional.of(snapshot);
            } catch (UserInputException e) {
                told.accept(e.getMessage() + "; this checkpoint is left out");
            }
        }
        return Optional.empty();
    }

    /** What checkpoints are called, the newest first. */
    private static List<String> stems(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(BEGINNING + "\\d{1,18}\\" + COMMIT))
                    .map(name -> name.substring(0, name.length() - COMMIT.length()))
                    .sorted(Comparator.comparingLong(Checkpoints::step).reversed())
                    .toList();
        } catch (IOException e) {
            throw new UserInputException(directory.toString(), "cannot be read: " + ReadFailure.reason(directory, e));
        }
    }

    private Path file(String stem, String end) {
        return directory.resolve(stem + end);
    }

    @Override
    public void keep(Weights weights) {
        Path best = directory.resolve(BEST);
        Safetensors.write(best, weights);
        bestSha256 = Digests.sha256(best);
    }

    /** @throws UserInputException where they are not what was written */
    @Override
    public Weights kept() {
        Path best = directory.resolve(BEST);
        if (!Digests.sha256(best).equals(bestSha256)) {
            throw new UserInputException(
                    best.toString(),
                    "is damaged: its SHA-256 is not that of the best weights",
                    "without " + directory + " the training starts anew");
        }
        return Safetensors.read(best);
    }

    /** Removes all of them, which nobody needs after the training. */
    public void removeAll() {
        remove(name -> true);
        Writing.guarded(directory, () -> Files.deleteIfExists(directory.resolve(BEST)));
    }

    private void remove(Predicate<String> old) {
        Writing.guarded(directory, () -> {
            try (Stream<Path> files = Files.list(directory)) {
                List<Path> unwanted = files.filter(file -> {
                            String name = file.getFileName().toString();
                            return name.startsWith(BEGINNING) && old.test(name);
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
