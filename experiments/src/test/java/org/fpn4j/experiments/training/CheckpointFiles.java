package org.fpn4j.experiments.training;

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
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.nd4j.NativeMemory;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;

/** Checkpoints as files, for tests that are not about training. */
public final class CheckpointFiles {
    private static final TrainingLength LENGTH = new TrainingLength(4, 1, 2);

    private CheckpointFiles() {}

    /** The files of one of three values, by name. */
    public static Map<String, byte[]> valid() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try {
            Path folder = Files.createTempDirectory("checkpoint");
            FlatVector velocity = NativeMemory.shared().allocate(3);
            velocity.write(1, 2, 3);
            TrainingState start = TrainingState.START.stepped(LENGTH, 1, TrainingState.START.head(), 0.5, 0.1);
            new Checkpoints(folder)
                    .write(
                            start,
                            new Weights(Map.of("a.weight", new NamedTensor(Shape.of(3), new float[] {1, 2, 3}))),
                            Map.of("optimizer/velocity", velocity));
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
    public static void read(Path folder) {
        List<String> told = new ArrayList<>();
        new Checkpoints(folder).latest(LENGTH, told::add);
        if (!told.isEmpty()) {
            throw new UserInputException("", String.join("\n", told));
        }
    }
}
