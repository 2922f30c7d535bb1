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
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.nd4j.linalg.factory.Nd4j;

/** Checkpoints as files, for tests that are not about training. */
public final class CheckpointFiles {
    private static final TrainingLength LENGTH = new TrainingLength(4, 1, 2);

    private CheckpointFiles() {}

    /** The files of one of three values, by name. */
    public static Map<String, byte[]> valid() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try {
            Path folder = Files.createTempDirectory("checkpoint");
            TrainingState start = TrainingState.START.stepped(LENGTH, 1, TrainingState.START.normalizer(), 0.5, 0.1);
            new Checkpoints(folder)
                    .write(
                            start,
                            new Weights(Map.of("a.weight", new NamedTensor(Shape.of(3), new float[] {1, 2, 3}))),
                            Map.of("optimizer/velocity", Nd4j.createFromArray(1f, 2f, 3f)));
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
