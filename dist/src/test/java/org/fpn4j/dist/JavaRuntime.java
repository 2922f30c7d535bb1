package org.fpn4j.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Java without compiler and tools, as people have who do not program. */
final class JavaRuntime {
    private static final Path HOME = Path.of("target", "jre").toAbsolutePath();

    private JavaRuntime() {}

    /** Its home; made of the Java that runs the tests, once for a build. */
    static Path home() throws IOException, InterruptedException {
        if (!Files.exists(HOME.resolve("made"))) {
            String jlink =
                    Path.of(System.getProperty("java.home"), "bin", "jlink").toString();
            run(
                    jlink,
                    "--add-modules",
                    "java.se,jdk.unsupported,jdk.httpserver,jdk.management",
                    "--output",
                    HOME.toString());
            run(HOME.resolve("bin/java").toString(), "-Xshare:dump"); // which those that are downloaded have
            Files.createFile(HOME.resolve("made"));
        }
        return HOME;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Shell.Ended ended = new Shell(Path.of("").toAbsolutePath(), Map.of()).run(List.of(command));
        if (ended.code() != 0) {
            throw new IllegalStateException(ended.printed());
        }
    }
}
