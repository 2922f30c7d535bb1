package org.fpn4j.experiments.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.head.HeadState;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.training.checkpoint.Checkpoints;
import org.fpn4j.training.loop.RunClock;
import org.fpn4j.training.loop.Snapshot;
import org.fpn4j.training.loop.TrainingLength;
import org.fpn4j.training.loop.TrainingState;
import org.fpn4j.training.loop.TrainingState.BestScore;
import org.fpn4j.training.loop.TrainingState.Position;
import org.fpn4j.training.loop.TrainingState.TimeSpent;
import org.fpn4j.training.optimization.LossScale;

/** Checkpoints as files, for tests that are not about training. */
final class CheckpointFiles {
    private static final TrainingLength LENGTH = new TrainingLength(4, 1, 2);

    private CheckpointFiles() {}

    /** After one step. */
    private record Taken() implements Snapshot {
        private static NamedTensor three() {
            return new NamedTensor(Shape.of(3), new float[] {1, 2, 3});
        }

        @Override
        public TrainingState state() {
            return new TrainingState(
                    new Position(1, 0, 1, -1),
                    HeadState.INITIAL,
                    new BestScore(-2, 0),
                    new LossScale(32768, 7, 1),
                    new TimeSpent(0.5, 0.1));
        }

        @Override
        public Weights weights() {
            return new Weights(Map.of("a.weight", three()));
        }

        @Override
        public Weights memory() {
            return new Weights(Map.of("optimizer/velocity", three()));
        }
    }

    private static Checkpoints checkpoints(Path folder) {
        return new Checkpoints(folder, 0, RunClock.SYSTEM);
    }

    /** The files of one of three values, by name. */
    static Map<String, byte[]> valid() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try {
            Path folder = Files.createTempDirectory("checkpoint");
            checkpoints(folder).write(new Taken());
            try (Stream<Path> written = Files.list(folder)) {
                for (Path file : written.sorted().toList()) {
                    files.put(file.getFileName().toString(), Files.readAllBytes(file));
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /**
     * Reads the newest checkpoint of a folder.
     *
     * @throws UserInputException with what is told of those that are damaged
     */
    static void read(Path folder) {
        List<String> told = new ArrayList<>();
        checkpoints(folder).latest(LENGTH, told::add);
        if (!told.isEmpty()) {
            throw new UserInputException("", String.join("\n", told));
        }
    }
}
