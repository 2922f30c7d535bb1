package org.fpn4j.data.loading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TilesInLittleMemoryTest {
    /** Four pictures are 144 MB as float, and 72 MB as they are kept. */
    @Test
    @Timeout(60)
    void aStudyOfLargePicturesPassesASmallerHeap() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TilesInLittleMemory.class.getName())
                .redirectErrorStream(true)
                .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(told).isZero();
        assertThat(told).isEqualTo("196 tiles, decoded 4 pictures" + System.lineSeparator());
    }
}
