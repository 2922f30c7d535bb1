package org.fpn4j.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A home of the command line itself, as this build packed it before. */
record PackedHome(Path path) {
    static PackedHome in(Path folder) throws IOException {
        Path root = Path.of(System.getProperty("fpn.root"));
        Path target = root.resolve("experiments/target");
        String jar;
        try (Stream<Path> files = Files.list(target)) {
            jar = files.map(Path::toString)
                    .filter(file -> file.matches(".*/fpn4j-experiments-[^/]*\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("mvn package -pl fpn-spark -am makes what is tested here"));
        }
        Path launcher = Files.createDirectories(folder.resolve("bin")).resolve("fpn");
        Files.write(
                launcher,
                List.of(
                        "#!/bin/sh",
                        "exec '" + System.getProperty("java.home") + "/bin/java' -Xmx1g -XX:TieredStopAtLevel=1"
                                + " -XX:+UseSerialGC -Djava.awt.headless=true -Dfpn.root='" + root + "' -cp '" + jar
                                + ":"
                                + target + "/lib/*' org.fpn4j.experiments.cli.Main \"$@\""));
        if (!launcher.toFile().setExecutable(true)) {
            throw new IOException("cannot be executed: " + launcher);
        }
        return new PackedHome(folder);
    }
}
