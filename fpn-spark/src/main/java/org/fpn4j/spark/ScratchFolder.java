package org.fpn4j.spark;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder of one task, where the machine has room for what is to be thrown away: the folders that the cluster gave this
 * executor and clears after it, however it ends.
 */
record ScratchFolder(Path path) implements AutoCloseable {
    /** Of a standalone worker, of YARN, of Kubernetes and others. */
    private static final String[] GIVEN = {"SPARK_EXECUTOR_DIRS", "LOCAL_DIRS", "SPARK_LOCAL_DIRS"};

    ScratchFolder {
        requireNonNull(path, "path is null");
    }

    static ScratchFolder make() throws IOException {
        Path parent = parent(System.getenv());
        Files.createDirectories(parent);
        return new ScratchFolder(Files.createTempDirectory(parent, "fpn-spark-"));
    }

    static Path parent(Map<String, String> environment) {
        for (String name : GIVEN) {
            String folders = environment.getOrDefault(name, "");
            if (!folders.isEmpty()) {
                return Path.of(folders.split(",|" + File.pathSeparator)[0]);
            }
        }
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
