package org.fpn4j.experiments.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeakMemoryTest {
    @TempDir
    private Path directory;

    @Test
    void readsTheHighWaterMark() throws IOException {
        Path status = Files.writeString(
                directory.resolve("status"),
                "Name:\tjava\nVmPeak:\t 9000000 kB\nVmHWM:\t  123904 kB\nVmRSS:\t 100 kB\n");

        assertThat(PeakMemory.read(status)).isEqualTo(new PeakMemory(121, "")); // 123904 / 1024
    }

    @Test
    void saysWhyItIsUnknown() throws IOException {
        Path missing = directory.resolve("missing");
        Path other = Files.writeString(directory.resolve("other"), "VmHWM: many kB\n");

        assertThat(PeakMemory.read(missing))
                .isEqualTo(new PeakMemory(-1, "peak memory is unknown: this system has no " + missing));
        assertThat(PeakMemory.read(other))
                .isEqualTo(new PeakMemory(-1, "peak memory is unknown: " + other + " has no VmHWM in kB"));
    }
}
