package org.fpn4j.spark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A home of the command line with a stand-in of a second or less; an ablation for it is lines of {@code NAME STEPS END}. */
record FakeHome(Path path) {
    static FakeHome in(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path launcher = folder.resolve("fpn");
        try (InputStream script = FakeHome.class.getResourceAsStream("/fpn")) {
            Files.copy(script, launcher);
        }
        if (!launcher.toFile().setExecutable(true)) {
            throw new IOException("cannot be executed: " + launcher);
        }
        return new FakeHome(folder);
    }

    Path ablation(String... cells) throws IOException {
        return Files.write(path.resolve("ablation.yaml"), List.of(cells));
    }
}
