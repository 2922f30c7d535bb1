package org.fpn4j.data.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.image.ContentStream;
import org.fpn4j.data.image.PictureReader;
import org.junit.jupiter.api.Test;

/**
 * Damaged files: {@code -Dfpn.dicom.mutants=N} of them. Each is a picture or refused, soon, without more memory than
 * {@value #MOST_MEGABYTES} MB, and what is told repeats nothing that stands for a person in the files.
 */
class DicomMutantsTest {
    private static final int MUTANTS = Integer.getInteger("fpn.dicom.mutants", 500);
    private static final int MOST_MEGABYTES = 8;
    private static final Duration SOON = Duration.ofSeconds(5); // milliseconds; a busy machine may hold one up

    private static List<byte[]> files() throws Exception {
        List<byte[]> files = new ArrayList<>();
        Path folder =
                Path.of(DicomMutantsTest.class.getResource("/golden/dicom").toURI());
        try (Stream<Path> paths = Files.list(folder)) {
            // the plug-in for JPEG 2000, which this project does not bring along, does not return from some damaged
            // streams
            for (Path path : paths.filter(one -> one.toString().endsWith(".dcm"))
                    .filter(one -> !one.endsWith("jpeg2000-sign.dcm"))
                    .sorted()
                    .toList()) {
                files.add(Files.readAllBytes(path));
            }
        }
        return files;
    }

    /** A few bytes changed, or a stretch cut out, doubled or filled; heads of elements are where most of a file is decided. */
    private static byte[] mutant(byte[] file, SplittableRandom random) {
        byte[] mutant = file.clone();
        int start = random.nextInt(4) == 0 || file.length < 140 ? 0 : 132;
        switch (random.nextInt(6)) {
            case 0 -> {
                return Arrays.copyOf(mutant, random.nextInt(mutant.length));
            }
            case 1 -> {
                int from = random.nextInt(start, mutant.length);
                int to = Math.min(mutant.length, from + 1 + random.nextInt(16));
                return DicomBytes.joined(Arrays.copyOf(mutant, from), Arrays.copyOfRange(mutant, to, mutant.length));
            }
            case 2 -> {
                int from = random.nextInt(start, mutant.length);
                int to = Math.min(mutant.length, from + 1 + random.nextInt(64));
                return DicomBytes.joined(Arrays.copyOf(mutant, to), Arrays.copyOfRange(mutant, from, mutant.length));
            }
            case 3 -> {
                int from = random.nextInt(start, mutant.length);
                Arrays.fill(mutant, from, Math.min(mutant.length, from + 1 + random.nextInt(8)), (byte)
                        (random.nextBoolean() ? 0xFF : 0));
                return mutant;
            }
            default -> {
                for (int i = random.nextInt(1, 4); i > 0; i--) {
                    mutant[random.nextInt(start, mutant.length)] = (byte) random.nextInt(256);
                }
                return mutant;
            }
        }
    }

    @Test
    void everyMutantIsAPictureOrRefused() throws Exception {
        List<byte[]> files = files();
        assertThat(files).hasSize(40);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Path name = Path.of(
                DicomMutantsTest.class.getResource("/golden/dicom/cases.json").toURI());
        SplittableRandom random = new SplittableRandom(23);
        int pictures = 0;
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutant(files.get(i % files.size()), random);
            String which = "mutant[" + i + "]";
            long[] allocated = new long[1];
            pictures += assertTimeoutPreemptively(
                    SOON,
                    () -> {
                        long before = threads.getCurrentThreadAllocatedBytes();
                        int read = read(mutant, name);
                        allocated[0] = threads.getCurrentThreadAllocatedBytes() - before;
                        return read;
                    },
                    which);
            assertThat(allocated[0]).as(which).isLessThan((long) MOST_MEGABYTES << 20);
        }
        assertThat(pictures).isBetween(MUTANTS / 10, MUTANTS * 9 / 10); // of both there are many
    }

    private static int read(byte[] mutant, Path name) throws IOException {
        try {
            if (new DicomFormat().recognises(Arrays.copyOf(mutant, Math.min(256, mutant.length)))) {
                new DicomFormat().header(new ContentStream(mutant));
            }
        } catch (IOException | RuntimeException refused) {
            // what the reader makes of it is what counts
        }
        try {
            new PictureReader().decode(name, mutant);
            return 1;
        } catch (UserInputException refused) {
            assertThat(refused.getMessage()).startsWith(name + ": ");
            return 0;
        }
    }
}
