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
    private static final Path ROOT = Path.of(System.getProperty("fpn.root"));

    @TempDir
    private Path folder;

    private Path checkout;

    @BeforeEach
    void makeACheckout() throws IOException {
        checkout = Files.createDirectory(folder.resolve("checkout"));
        Files.copy(ROOT.resolve("fpn"), checkout.resolve("fpn"));
        Files.createDirectories(checkout.resolve("experiments/target"));
        for (String part : List.of("experiments/src/launcher/start.sh", "experiments/src/launcher/fpn.sh")) {
            write(checkout.resolve(part), Files.readString(ROOT.resolve(part)));
        }
        write(checkout.resolve("pom.xml"), "<project/>");
        write(checkout.resolve("fpn-core/src/main/java/A.java"), "class A {}");
        program("mvn", "echo \"$@\" >>" + folder.resolve("mvn.log"));
        program(
                "java",
                """
                for argument; do
                  case $argument in
                    -XX:ArchiveClassesAtExit=*) echo classes >"${argument#*=}"; echo "$@" >>%s/archive.log ;;
                  esac
                done
                echo "LC_ALL=${LC_ALL-}"; echo "$@\""""
                        .formatted(folder));
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
        assumeThat(output(new ProcessBuilder("locale", "-a").start())).anyMatch(name -> name.matches("(?i)C\\.utf-?8"));

        List<String> lines = run(checkout, Map.of("LC_ALL", "C"));

        assertThat(lines).anyMatch(line -> line.matches("(?i)LC_ALL=C\\.utf-?8"));
    }

    /** Kilobytes as Linux tells them, and files that limit the memory of a control group. */
    private Path system(long kilobytes, String groups, Map<String, String> limits) throws IOException {
        Path system = folder.resolve("system");
        write(system.resolve("proc/meminfo"), "MemTotal:       " + kilobytes + " kB\nMemFree:  1 kB\n");
        write(system.resolve("proc/self/cgroup"), groups);
        for (Map.Entry<String, String> limit : limits.entrySet()) {
            write(system.resolve("sys/fs/cgroup").resolve(limit.getKey()), limit.getValue() + "\n");
        }
        return system;
    }

    private void assertMemory(Path system, int heap, int arrays) throws Exception {
        assertThat(run(checkout, Map.of("FPN_SYSTEM", system.toString())))
                .anyMatch(line -> line.contains("-Xmx" + heap + "m ")
                        && line.contains("-Dorg.bytedeco.javacpp.maxbytes=" + arrays + "m "));
    }

    @Test
    void anEighthOfTheMachineIsForTheHeapAndFiveEighthsForArrays() throws Exception {
        assertMemory(system(4_194_304, "", Map.of()), 512, 2560);
        assertMemory(system(8_388_608, "0::/\n", Map.of("memory.max", "max")), 1024, 5120);
    }

    @Test
    void theLimitOfAContainerCounts() throws Exception {
        assertMemory(system(67_108_864, "0::/\n", Map.of("memory.max", "4294967296")), 512, 2560);
    }

    @Test
    void theNarrowestOfTheGroupsAroundCounts() throws Exception {
        String group = "user.slice/job 7.scope"; // names may have blanks
        Map<String, String> limits =
                Map.of(group + "/memory.max", "8589934592", "user.slice/memory.max", "2147483648", "memory.max", "max");

        assertMemory(system(67_108_864, "0::/" + group + "\n", limits), 256, 1280);
    }

    @Test
    void theLimitOfTheFirstVersionOfControlGroupsCounts() throws Exception {
        String groups = "5:cpu,cpuacct:/docker/ab\n4:memory:/docker/ab\n";

        // within a container the group's own folder is the root of what can be seen
        assertMemory(system(67_108_864, groups, Map.of("memory/memory.limit_in_bytes", "1073741824")), 128, 640);
        assertMemory(
                system(8_388_608, groups, Map.of("memory/memory.limit_in_bytes", "9223372036854771712")), 1024, 5120);
    }

    @Test
    void settingsOfTheUserStandWhateverTheMachineHas() throws Exception {
        List<String> lines =
                run(checkout, Map.of("FPN_HEAP", "3g", "FPN_OFFHEAP", "7g", "FPN_JAVA_OPTS", "-Da=b -Dc=d"));

        assertThat(lines)
                .anyMatch(line -> line.contains("-Xmx3g ")
                        && line.contains("-Dorg.bytedeco.javacpp.maxbytes=7g ")
                        && line.contains(" -Da=b -Dc=d -cp "));
    }

    @Test
    void classesOfTheUserStandBehindTheProjects() throws Exception {
        write(checkout.resolve("experiments/target/fpn4j-experiments-1.jar"), "");
        write(checkout.resolve("experiments/target/lib/b.jar"), "");
        write(checkout.resolve("experiments/target/lib/a.jar"), "");
        write(checkout.resolve("experiments/target/fpn.stamp"), "");
        run(checkout, Map.of()); // builds, which clears the folder
        Path target = checkout.resolve("experiments/target").toRealPath();
        write(target.resolve("fpn4j-experiments-1.jar"), "");
        write(target.resolve("lib/b.jar"), "");
        write(target.resolve("lib/a.jar"), "");

        List<String> lines = run(checkout, Map.of("FPN_CLASSPATH", "/mine.jar"));

        assertThat(lines)
                .anyMatch(line -> line.contains("-cp " + target + "/fpn4j-experiments-1.jar:" + target + "/lib/a.jar:"
                        + target + "/lib/b.jar:/mine.jar org.fpn4j.experiments.cli.Main list"));
    }

    @Test
    void classesAreArchivedOnceForAJava() throws Exception {
        Path archive = checkout.toRealPath().resolve("experiments/target/fpn.jsa");
        List<String> first = run(checkout, Map.of());
        run(checkout, Map.of());
        write(folder.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"25.0.1\"\n");
        List<String> other = run(checkout, Map.of());

        assertThat(folder.resolve("archive.log")).content().hasLineCount(2);
        assertThat(first).anyMatch(line -> line.contains("-XX:SharedArchiveFile=" + archive));
        assertThat(other)
                .anyMatch(line -> line.contains("-XX:SharedArchiveFile=") && line.contains("--enable-native-access"));
    }

    @Test
    void aJavaThatCannotArchiveRunsWithout() throws Exception {
        program("java", "case $* in *ArchiveClassesAtExit*) echo no >&2; exit 1 ;; esac; echo \"$@\"");

        List<String> first = run(checkout, Map.of());
        List<String> second = run(checkout, Map.of());

        assertThat(first).anyMatch(line -> line.endsWith("org.fpn4j.experiments.cli.Main list"));
        assertThat(second).hasSize(1).noneMatch(line -> line.contains("SharedArchiveFile"));
    }

    @Test
    void anArchiveOfAnotherJavaIsNotUsed() throws Exception {
        run(checkout, Map.of());
        Path target = checkout.resolve("experiments/target");
        Files.writeString(target.resolve("fpn.jsa.of"), "another");
        assumeThat(target.toFile().setWritable(false)).isTrue();
        assumeThat(Files.isWritable(target)).as("root may write everywhere").isFalse();

        List<String> lines = run(checkout, Map.of());

        assertThat(target.toFile().setWritable(true)).isTrue();
        assertThat(lines).noneMatch(line -> line.contains("SharedArchiveFile"));
    }

    @Test
    void theJavaThatIsNamedGoesBeforeThatOfThePath() throws Exception {
        write(folder.resolve("jdk/release"), "JAVA_VERSION=\"21.0.4\"\n");
        Path java = write(folder.resolve("jdk/bin/java"), "#!/bin/sh\necho named\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();

        assertThat(run(checkout, Map.of("JAVA_HOME", folder.resolve("jdk").toString())))
                .contains("named");
        assertThat(run(checkout, Map.of("JAVA_HOME", "/no/such/folder"))).doesNotContain("named");
    }

    @Test
    void aJavaThatIsTooOldIsToldWithItsPlace() throws Exception {
        run(checkout, Map.of());
        write(folder.resolve("release"), "JAVA_VERSION=\"1.8.0_402\"\n");

        Process process = start(checkout, Map.of());

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(lines(process))
                .containsExactly(folder.toRealPath().resolve("bin/java")
                        + ": is Java 1.8.0_402; fpn4j needs Java 17 or newer, which JAVA_HOME can name");
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
        return output(start(root, environment));
    }

    private Process start(Path root, Map<String, String> environment) throws IOException {
        ProcessBuilder process =
                new ProcessBuilder("bash", root.resolve("fpn").toString(), "list").redirectErrorStream(true);
        process.environment().keySet().removeAll(List.of("FPN_PROFILES", "JAVA_HOME"));
        process.environment().putAll(environment);
        process.environment().merge("PATH", folder.resolve("bin").toString(), (old, bin) -> bin + ":" + old);
        return process.start();
    }

    private static List<String> output(Process process) throws Exception {
        List<String> lines = lines(process);
        assertThat(process.waitFor()).isZero();
        return lines;
    }

    private static List<String> lines(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
