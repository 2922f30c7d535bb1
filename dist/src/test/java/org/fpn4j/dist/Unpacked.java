package org.fpn4j.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An archive that somebody has unpacked, who has a Java but nothing else. Whoever it is may not write to what belongs to
 * others: tests that run as root give up being it.
 *
 * @param home the one folder of the archive
 * @param work where commands are typed
 */
record Unpacked(Path home, Path work, Map<String, String> environment) {
    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--");

    /** Unpacks below a folder; in the file system's own way to write names, whatever the locale. */
    static Unpacked of(Path archive, Path folder) throws IOException, InterruptedException {
        deleteAll(folder);
        Path work = Files.createDirectories(folder.resolve("work"));
        Path place = Files.createDirectories(folder.resolve("unpacked"));
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", JavaRuntime.home().resolve("bin") + ":/usr/bin:/bin");
        environment.put("HOME", work.toString());
        environment.put("LC_ALL", "C"); // as in containers, cron and ssh
        Shell.Ended ended = new Shell(place, environment).run(List.of("tar", "xzf", archive.toString()));
        assertThat(ended.code()).as(ended.printed()).isZero();
        Unpacked unpacked = new Unpacked(only(place), work, environment);
        unpacked.give(work);
        return unpacked;
    }

    private static Path only(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    /** Lets the one who types commands write to a folder and what is in it. */
    void give(Path folder) throws IOException, InterruptedException {
        if (isRoot()) {
            Shell.Ended ended = new Shell(work, Map.of("PATH", "/usr/bin:/bin"))
                    .run(List.of("chown", "-R", "65534:65534", folder.toString()));
            assertThat(ended.code()).as(ended.printed()).isZero();
        }
    }

    /** Types a command whose program is a file of the archive. */
    Shell.Ended run(String program, Object... arguments) throws IOException, InterruptedException {
        return run(Map.of(), program, arguments);
    }

    Shell.Ended run(Map<String, String> further, String program, Object... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(isRoot() ? AS_NOBODY : List.of());
        command.add(home.resolve(program).toString());
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(further);
        return new Shell(work, all).run(command);
    }

    /** What a command prints that ends well. */
    String printed(String program, Object... arguments) throws IOException, InterruptedException {
        Shell.Ended ended = run(program, arguments);
        assertThat(ended.code()).as(ended.printed()).isZero();
        return ended.printed();
    }

    /** Takes the right to write from everybody, in the whole folder. */
    void close() throws IOException, InterruptedException {
        Shell.Ended ended = new Shell(work, environment).run(List.of("chmod", "-R", "a-w", home.toString()));
        assertThat(ended.code()).as(ended.printed()).isZero();
    }

    /** Names of libraries that are not listed with a licence, of all but the project's own. */
    List<String> unlisted() throws IOException {
        String listed = Files.readString(home.resolve("THIRD-PARTY.txt"));
        try (Stream<Path> files = Files.list(home.resolve("lib"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar") && !name.startsWith("fpn"))
                    .filter(name -> listed.lines().noneMatch(line -> lists(line, name)))
                    .toList();
        }
    }

    /** Whether a line, which names group, artifact and version, is of a library, whose name may have a classifier behind. */
    private static boolean lists(String line, String jar) {
        Matcher named = Pattern.compile("[(][\\w.-]+:([\\w.-]+):([\\w.-]+) - ").matcher(line);
        return named.find() && jar.startsWith(named.group(1) + "-" + named.group(2));
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static void deleteAll(Path folder) throws IOException, InterruptedException {
        Shell shell = new Shell(Path.of("").toAbsolutePath(), Map.of("PATH", "/usr/bin:/bin"));
        if (Files.exists(folder)) {
            shell.run(List.of("chmod", "-R", "u+w", folder.toString()));
        }
        assertThat(shell.run(List.of("rm", "-rf", folder.toString())).code()).isZero();
    }
}
