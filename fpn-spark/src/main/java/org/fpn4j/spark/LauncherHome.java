package org.fpn4j.spark;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where the command line is installed on a machine: a distribution, with {@code bin/fpn}, or a checkout, with {@code fpn}. */
record LauncherHome(Path path) {
    LauncherHome {
        requireNonNull(path, "path is null");
    }

    /** @throws Refusal where there is no launcher */
    private Path launcher(String host) {
        for (String name : new String[] {"bin/fpn", "fpn"}) {
            Path launcher = path.resolve(name);
            if (Files.isExecutable(launcher) && !Files.isDirectory(launcher)) {
                return launcher;
            }
        }
        throw new Refusal(
                path + " on host " + host + " holds neither bin/fpn nor fpn; name a distribution or a checkout"
                        + " that is there with spark.fpn.home, or ship a distribution with spark.archives");
    }

    /**
     * A process of the command line that has not started yet.
     *
     * @param host this machine, for messages
     * @throws Refusal where there is no launcher
     */
    ProcessBuilder process(List<String> arguments, String host) {
        List<String> command = new ArrayList<>(List.of(launcher(host).toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        // workers are often started with JAVA_HOME alone
        String java = Path.of(System.getProperty("java.home"), "bin").toString();
        environment.merge("PATH", java, (path, ours) -> path + File.pathSeparator + ours);
        return builder;
    }
}
