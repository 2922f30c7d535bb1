package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private ProgressLine line(boolean terminal) {
        return new ProgressLine(new PrintStream(printed, true, StandardCharsets.UTF_8), terminal);
    }

    @Test
    void theBarIsFilledByTheShareThatIsDone() {
        assertThat(ProgressLine.bar(0, 360)).isEqualTo("[........................] 0/360");
        assertThat(ProgressLine.bar(90, 360)).isEqualTo("[######..................] 90/360");
        assertThat(ProgressLine.bar(360, 360)).isEqualTo("[########################] 360/360");
        assertThat(ProgressLine.bar(0, 0)).as("of nothing").isEqualTo("[........................] 0/0");
    }

    @Test
    void aSentenceTakesThePlaceOfATerminalsLine() {
        ProgressLine line = line(true);
        line.show("half");
        line.say("evaluated");
        line.show("more");
        line.end();

        assertThat(printed).hasToString("\rhalf\u001b[K\r\u001b[Kevaluated\n\rmore\u001b[K\n");
    }

    @Test
    void elsewhereEveryLineIsALine() {
        ProgressLine line = line(false);
        line.show("half");
        line.say("evaluated");
        line.clear();
        line.end();

        assertThat(printed).hasToString("half\nevaluated\n");
    }

    @Test
    void aTerminalIsWrittenFiftyTimesAsOften() {
        assertThat(line(false).secondsBetween()).isEqualTo(50 * line(true).secondsBetween());
    }
}
