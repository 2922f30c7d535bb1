package org.fpn4j.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SidePlotTest {
    private static final SidePlot PLOT = new SidePlot(
            List.of(new SidePlot.Bin(0, 2, 0), new SidePlot.Bin(2, 4, 3), new SidePlot.Bin(4, 8, 1)),
            List.of(new SidePlot.Row("P3 <after>", 5, 17, 99)));

    @Test
    void wordsHaveAllNumbers() {
        assertThat(PLOT.description())
                .isEqualTo("Sides in pixels of the input. P3 <after>: half within 5, 95 % within 17, theory 99."
                        + " 3 objects with sides from 2 to 4. 1 object with sides from 4 to 8.");
    }

    @Test
    void theDrawingHasABarForEachNonEmptyBinAndEscapesNames() {
        String svg = PLOT.svg();

        assertThat(svg.split("<rect", -1)).hasSize(1 + 2);
        assertThat(svg)
                .contains("P3 &lt;after&gt;", "class=\"seeds\"", "class=\"whole\"", "class=\"floor\"")
                .doesNotContain("NaN", "<after>");
    }

    @Test
    void nothingToDrawIsAnAxis() {
        assertThat(new SidePlot(List.of(), List.of()).svg()).contains("side in pixels of the input");
    }
}
