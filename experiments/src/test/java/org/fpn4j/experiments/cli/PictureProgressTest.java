package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PictureProgressTest {
    private static final String FIRST = "looking at the pictures of set [##......................] 10/100, 10 s left";

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final AtomicLong clock = new AtomicLong();

    /** A look at a hundred pictures, of which each takes as long. */
    private String look(boolean terminal, long milliseconds, int until) {
        PictureProgress progress =
                new PictureProgress(new PrintStream(printed, true, StandardCharsets.UTF_8), terminal, clock::get);
        for (int done = 1; done <= until; done++) {
            progress.looked("set", done, 100);
            clock.addAndGet(milliseconds * 1_000_000);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aShortLookIsSilent() {
        assertThat(look(true, 9, 100)).isEmpty();
        assertThat(look(false, 9, 100)).isEmpty();
    }

    @Test
    void aFileGetsALineAfterASecondAndThenEveryTen() {
        String lines = look(false, 120, 100);

        assertThat(lines.lines()).hasSize(2);
        assertThat(lines.lines().findFirst().orElseThrow()).isEqualTo(FIRST);
    }

    @Test
    void aTerminalsLineIsRewrittenAndGoneAtTheEnd() {
        assertThat(look(true, 120, 10)).isEqualTo("\r" + FIRST + "\u001b[K");

        assertThat(look(true, 120, 100)).endsWith("\r\u001b[K").doesNotContain("\n");
    }

    @Test
    void oneOfOnePictureIsTheEnd() {
        new PictureProgress(new PrintStream(printed, true, StandardCharsets.UTF_8), true, clock::get)
                .looked("set", 1, 1);

        assertThat(printed.size()).isZero();
    }
}
