package org.fpn4j.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launchers for cmd, which no test starts, against those for other systems. */
class WindowsLaunchersTest {
    private static final Pattern OPTION =
            Pattern.compile("(?<![\\w-])(-XX:[+-]?\\w+|-Xmx|-D[\\w.]+|--enable-[\\w-]+|--sun-[\\w-]+)");
    private static final Pattern VARIABLE = Pattern.compile("\\b(FPN_[A-Z_]+|OMP_\\w+|JAVA_HOME)\\b");
    private static final Path LAUNCHERS = Path.of("..", "experiments", "src", "launcher");

    /** What is for other systems, or for the archive of classes, which cmd does without. */
    private static final List<String> ELSEWHERE =
            List.of("-Dfpn.terminal", "-XX:ArchiveClassesAtExit", "-XX:SharedArchiveFile", "FPN_SYSTEM");

    private static String shell(String program) throws IOException {
        return Files.readString(LAUNCHERS.resolve("start.sh")) + Files.readString(LAUNCHERS.resolve(program + ".sh"));
    }

    private static String batch(String program) throws IOException {
        return Files.readString(Path.of("src", "main", program, "bin", program + ".bat"));
    }

    private static Set<String> found(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        pattern.matcher(text).results().forEach(match -> found.add(match.group()));
        ELSEWHERE.forEach(found::remove);
        return found;
    }

    @Test
    void everyOptionOfTheShellsLauncherIsInThatOfCmd() throws IOException {
        assertThat(found(OPTION, batch("fpn")))
                .containsAll(found(OPTION, shell("fpn")))
                .hasSizeGreaterThan(8);
    }

    @Test
    void scoringTakesTheOptionsThatItNeeds() throws IOException {
        assertThat(batch("fpn-score"))
                .contains(
                        "-XX:MaxRAMPercentage=50",
                        "-Xmx%FPN_HEAP%",
                        "-Djava.awt.headless=true",
                        "-Dfpn.root=%FPN_ROOT%");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fpn", "fpn-score"})
    void everyVariableThatTheShellReadsIsReadByCmd(String program) throws IOException {
        assertThat(found(VARIABLE, batch(program))).containsAll(found(VARIABLE, shell(program)));
    }

    /** Of a folder "Program Files (x86)" the parenthesis would end a block. */
    @ParameterizedTest
    @ValueSource(strings = {"fpn", "fpn-score"})
    void noBlockHoldsAPath(String program) throws IOException {
        assertThat(batch(program).lines()).noneMatch(line -> line.matches("(if|for)\\b.*\\($"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fpn", "fpn-score"})
    void startsTheSameClassWithAllArguments(String program) throws IOException {
        String main = program.equals("fpn") ? "org.fpn4j.experiments.cli.Main" : "org.fpn4j.experiments.cli.ScoreMain";

        assertThat(shell(program)).contains("start " + main + " \"$@\"");
        assertThat(batch(program)).endsWith(" " + main + " %*\n");
    }
}
