package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command line in a process of its own, on a class path without native libraries and those who load them. */
final class WithoutNativeParts {
    private WithoutNativeParts() {}

    /** Runs a command; what it writes is among the results, whichever stream it goes to. */
    static CommandRun run(Object... arguments) throws IOException, InterruptedException {
        List<String> entries =
                Arrays.asList(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(File.pathSeparator));
        String without = entries.stream()
                .filter(entry -> !new File(entry)
                        .getName()
                        .matches("(nd4j-native|javacpp|openblas|dnnl|mkl|cuda|deeplearning4j).*"))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(without.split(File.pathSeparator)).hasSizeLessThan(entries.size());
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                without,
                Main.class.getName()));
        Stream.of(arguments).map(Object::toString).forEach(words::add);
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new CommandRun(process.waitFor(), printed, "");
    }
}
