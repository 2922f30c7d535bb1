package org.fpn4j.experiments.hostile;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fpn4j.config.problem.UserInputException;

/**
 * Shows mutants of valid files to a reader. A mutant may be read or refused with a {@link UserInputException} whose words
 * are a user's, within five seconds and a gigabyte; anything else is a failure, and its files are kept. The same seed makes
 * the same mutants.
 */
final class HostileRun {
    private static final long MOST_BYTES = 1L << 30; // in one thread, garbage included: half of the tests' heap
    private static final Pattern JAVA =
            Pattern.compile("\\bjava[x]?\\.\\w+\\.|\\b[A-Z]\\w+(Exception|Error)\\b|\\bnull$");

    private final Path folder;
    private final long seed;

    /** @param folder where mutants are written and failures are kept */
    HostileRun(Path folder, long seed) {
        this.folder = folder;
        this.seed = seed;
    }

    /**
     * What became of a reader's mutants.
     *
     * @param failures what went wrong, with the place of the files
     */
    record Outcome(String reader, long read, long refused, List<String> failures) {
        long mutants() {
            return read + refused + failures.size();
        }

        @Override
        public String toString() {
            return reader + ": " + mutants() + " mutants, " + read + " read, " + refused + " refused, "
                    + failures.size() + " failures";
        }
    }

    /** Goes on until the time is over, the number is reached, or enough has failed. */
    Outcome of(HostileReader reader, Duration time, long most, int enough) {
        Path work = folder.resolve("work-" + reader.name());
        long end = System.nanoTime() + time.toNanos();
        long read = 0;
        long refused = 0;
        List<String> failures = new ArrayList<>();
        ReadingThread thread = new ReadingThread();
        try {
            readValid(reader, work);
            for (long i = 0; i < most && System.nanoTime() < end && failures.size() < enough; i++) {
                write(reader, mutant(reader, i), work);
                try {
                    if (thread.answer(() -> reading(reader, work)).isPresent()) {
                        refused++;
                    } else {
                        read++;
                    }
                } catch (ExecutionException e) {
                    failures.add(kept(reader, i, work, e.getCause()));
                } catch (TimeoutException e) {
                    failures.add(kept(reader, i, work, new IllegalStateException("no answer in 5 seconds", e)));
                    thread.close();
                    thread = new ReadingThread();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            thread.close();
            remove(work);
        }
        return new Outcome(reader.name(), read, refused, failures);
    }

    /** A reader that refuses what is valid would pass with every mutant. */
    private static void readValid(HostileReader reader, Path work) throws IOException {
        write(reader, reader.parts(), work);
        reader.action().read(work);
    }

    /** The mutant of a number: all parts, one of them changed. */
    Map<String, byte[]> mutant(HostileReader reader, long number) {
        SplittableRandom random = new SplittableRandom(seed * 31 + reader.name().hashCode()).split();
        random = new SplittableRandom(random.nextLong() ^ (number * 0x9E3779B97F4A7C15L));
        List<String> names = new ArrayList<>(reader.parts().keySet());
        String changed = names.get(random.nextInt(names.size()));
        String other = names.get(random.nextInt(names.size()));
        byte[] bytes = new Mutator(random)
                .mutated(reader.parts().get(changed), reader.parts().get(other));
        Map<String, byte[]> mutant = new LinkedHashMap<>(reader.parts());
        mutant.put(changed, random.nextBoolean() ? reader.repair().of(bytes) : bytes);
        return mutant;
    }

    private static void write(HostileReader reader, Map<String, byte[]> parts, Path work) throws IOException {
        remove(work);
        Files.createDirectories(work);
        reader.layout().write(parts, work);
    }

    /** What the reader says, empty where it reads the files. */
    private static Optional<String> reading(HostileReader reader, Path work) {
        long before = allocated();
        try {
            reader.action().read(work);
            if (allocated() - before > MOST_BYTES) {
                throw new IllegalStateException("took [" + ((allocated() - before) >> 20) + "] MB of memory");
            }
            return Optional.empty();
        } catch (UserInputException e) {
            if (e.getMessage().lines().anyMatch(line -> JAVA.matcher(line).find())) {
                throw new IllegalStateException("the sentence is no user's: " + e.getMessage(), e);
            }
            return Optional.of(e.getMessage());
        }
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private String kept(HostileReader reader, long number, Path work, Throwable failure) throws IOException {
        Path kept = folder.resolve(reader.name() + "-" + seed + "-" + number);
        remove(kept);
        Files.move(work, kept);
        StringWriter stack = new StringWriter();
        failure.printStackTrace(new PrintWriter(stack, true));
        Files.writeString(kept.resolve("failure.txt"), stack.toString());
        return reader.name() + " mutant " + number + " of seed " + seed + ", kept in " + kept + ": "
                + stack.toString()
                        .lines()
                        .limit(12)
                        .reduce((a, b) -> a + "\n" + b)
                        .orElse("");
    }

    private static void remove(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
