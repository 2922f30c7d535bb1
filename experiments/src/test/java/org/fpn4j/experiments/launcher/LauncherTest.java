package org.fpn4j.experiments.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code fpn} in a checkout of one source, with a Maven and a Java that say what they were asked. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherTest {
    private static final String BUILT = "building (first time: Maven fetches dependencies, a few minutes) ...";
    private static final Path LAUNCHER = Path.of(System.getProperty("fpn.root"), "fpn");

    @TempDir
    private Path folder;

    private Path checkout;

    @BeforeEach
    void makeACheckout() throws IOException {
        checkout = Files.createDirectory(folder.resolve("checkout"));
        Files.copy(LAUNCHER, checkout.resolve("fpn"));
        Files.createDirectories(checkout.resolve("experiments/target"));
        write(checkout.resolve("pom.xml"), "<project/>");
        write(checkout.resolve("fpn-core/src/main/java/A.java"), "class A {}");
        program("mvn", "echo \"$@\" >>" + folder.resolve("mvn.log"));
        program("java", "echo \"LC_ALL=${LC_ALL-}\"; echo \"$@\"");
    }

    @Test
    void buildsOnceAndAgainWhenASourceChanges() throws Exception {
        List<String> first = run(checkout, Map.of());
        List<String> second = run(checkout, Map.of());
        change(checkout.resolve("fpn-core/src/main/java/A.java"), "class A { int b; }");
        List<String> third = run(checkout, Map.of());

        assertThat(first).contains(BUILT);
        assertThat(second).doesNotContain(BUILT);
        assertThat(third).contains(BUILT);
        assertThat(folder.resolve("mvn.log")).content().hasLineCount(2);
    }

    @Test
    void aCopyWithNewTimesIsNotBuiltAgain() throws Exception {
        run(checkout, Map.of());
        Path copy = folder.resolve("copy");
        copyWithNewTimes(checkout, copy);

        List<String> lines = run(copy, Map.of());

        assertThat(lines).doesNotContain(BUILT);
    }

    @Test
    void buildsForOtherProfiles() throws Exception {
        run(checkout, Map.of());

        List<String> lines = run(checkout, Map.of("FPN_PROFILES", "cuda"));

        assertThat(lines).contains(BUILT);
        assertThat(folder.resolve("mvn.log")).content().contains("-Pcuda");
    }

    @Test
    void javaReadsNamesAsUtf8WhereTheLocaleIsAscii() throws Exception {
        assumeThat(output(new ProcessBuilder("locale", "-a"))).anyMatch(name -> name.matches("(?i)C\\.utf-?8"));

        List<String> lines = run(checkout, Map.of("LC_ALL", "C"));

        assertThat(lines).anyMatch(line -> line.matches("(?i)LC_ALL=C\\.utf-?8"));
    }

    private void program(String name, String command) throws IOException {
        Path file = write(folder.resolve("bin").resolve(name), "#!/bin/sh\n" + command + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /** Writes a file with a time that is later than all others', whatever the file system's clock resolves. */
    private static void change(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(Duration.ofSeconds(5))));
    }

    private static void copyWithNewTimes(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.copy(file, target);
                if (Files.isRegularFile(file) && !file.endsWith("fpn.stamp")) {
                    Files.setLastModifiedTime(
                            target, FileTime.from(Instant.now().plus(Duration.ofSeconds(5))));
                }
            }
        }
    }

    private List<String> run(Path root, Map<String, String> environment) throws Exception {
        ProcessBuilder process =
                new ProcessBuilder("bash", root.resolve("fpn").toString(), "list").redirectErrorStream(true);
        process.environment().remove("FPN_PROFILES");
        process.environment().putAll(environment);
        process.environment().merge("PATH", folder.resolve("bin").toString(), (old, bin) -> bin + ":" + old);
        return output(process);
    }

    private static List<String> output(ProcessBuilder builder) throws Exception {
        Process process = builder.start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).isZero();
        return lines;
    }
}
