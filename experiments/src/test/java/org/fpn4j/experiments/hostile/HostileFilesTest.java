package org.fpn4j.experiments.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.experiments.hostile.HostileRun.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No file makes a reader fail in any other way than with a sentence for its user, hang, or fill the memory. Seconds are
 * shared by the readers; {@code .ci/hostile} gives them more, and other seeds.
 */
class HostileFilesTest {
    private static final long SEED = Long.getLong("hostile.seed", 20260101);
    private static final long SECONDS = Long.getLong("hostile.seconds", 12);
    private static final long MOST = Long.getLong("hostile.mutants", Long.MAX_VALUE);
    private static final Path FOLDER = Path.of("target", "hostile");
    private static final int ENOUGH = 20; // failures of a reader, after which more tell little

    static List<HostileReader> readers() {
        String only = System.getProperty("hostile.reader", "");
        return HostileReaders.all().stream()
                .filter(reader -> only.isEmpty() || reader.name().equals(only))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("readers")
    void mutantsAreReadOrRefused(HostileReader reader) {
        Duration share = Duration.ofSeconds(SECONDS).dividedBy(readers().size());

        Outcome outcome = new HostileRun(FOLDER, SEED).of(reader, share, MOST, ENOUGH);

        System.out.println("seed " + SEED + ", " + outcome); // for who repeats it
        assertThat(outcome.failures()).isEmpty();
    }

    @Test
    void someMutantsAreReadAndMostAreNot() {
        Outcome outcome = new HostileRun(FOLDER, 1).of(HostileReaders.all().get(0), Duration.ofHours(1), 500, ENOUGH);

        assertThat(outcome.mutants()).isEqualTo(500);
        assertThat(outcome.read()).isPositive();
        assertThat(outcome.refused()).isGreaterThan(outcome.read());
    }

    @Test
    void whatIsNoUsersErrorIsKeptWithItsFiles() {
        HostileReader faulty = HostileReader.of("faulty", Map.of("a.txt", ValidFiles.text("valid")), folder -> {
            if (HostileReaders.content(folder.resolve("a.txt")).equals("valid")) {
                return;
            }
            throw new UserInputException("a.txt", "cannot be read: java.io.EOFException");
        });

        Outcome outcome = new HostileRun(FOLDER, 1).of(faulty, Duration.ofHours(1), 50, 3);

        assertThat(outcome.failures()).hasSize(3);
        assertThat(outcome.failures().get(0)).contains("the sentence is no user's");
        assertThat(FOLDER.resolve("faulty-1-" + firstNumber(outcome)))
                .isDirectoryContaining("glob:**/{a.txt,failure.txt}");
    }

    private static String firstNumber(Outcome outcome) {
        return outcome.failures().get(0).replaceFirst("(?s)faulty mutant (\\d+) .*", "$1");
    }

    @Test
    void aSeedMakesTheSameMutantsAgain() {
        HostileReader reader = HostileReaders.all().get(0);

        assertThat(new HostileRun(FOLDER, 1).mutant(reader, 5).values())
                .containsExactlyElementsOf(
                        new HostileRun(FOLDER, 1).mutant(reader, 5).values());
        assertThat(new HostileRun(FOLDER, 1).mutant(reader, 5).values())
                .isNotEqualTo(new HostileRun(FOLDER, 2).mutant(reader, 5).values());
    }
}
