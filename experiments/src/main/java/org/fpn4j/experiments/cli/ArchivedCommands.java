package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.List;

/**
 * Runs the usual commands in one process, so that Java can write the classes that they load into an archive when it ends
 * ({@code -XX:ArchiveClassesAtExit}); the launcher {@code fpn} starts it after a build. What fails only costs time later.
 */
final class ArchivedCommands {
    private ArchivedCommands() {}

    /** Takes a folder for a run that nobody keeps. */
    public static void main(String[] arguments) {
        Console.capture();
        Path tiny = Path.of(System.getProperty("fpn.root"), "configs", "models", "tiny.yaml");
        commands(tiny, Path.of(arguments[0])).forEach(command -> Main.run(command.toArray(new String[0])));
        System.exit(0);
    }

    /** A help, what needs no native library, and a short training with its report. */
    static List<List<String>> commands(Path config, Path folder) {
        String file = config.toString();
        return List.of(
                List.of("--help"),
                List.of("list"),
                List.of("config", file),
                List.of("cost", file),
                List.of(
                        "train",
                        file,
                        "--set",
                        "training.epochs=1",
                        "--set",
                        "data.train_images=8",
                        "--set",
                        "data.val_images=2",
                        "--out",
                        folder.resolve("run").toString()));
    }
}
