package org.fpn4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Format;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("hasOneDnn")
class LayoutsTest {
    private static final Shape MAP = Shape.of(1, 32, 4, 4);

    static boolean hasOneDnn() {
        return OneDnn.unavailable().isEmpty();
    }

    private final Engine engine = new Engine();
    private final Layouts layouts = new Layouts(engine, dnnl.dnnl_f32, dnnl.dnnl_f32, dnnl.dnnl_nChw16c);
    private final Format kept = layouts.map(MAP);
    private final Format channelsLast = layouts.channelsLast(MAP);

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void valuesAreBroughtToTheLayoutThatMostOfThemHave() {
        Format common = layouts.common(MAP, List.of(kept, channelsLast, channelsLast));

        assertThat(common).isEqualTo(channelsLast);
    }

    @Test
    void wholeNumbersAreBroughtToWhatMapsAreKeptIn() {
        Format bytes = new Layout(engine.tagged(MAP.toLongArray(), dnnl.dnnl_u8, dnnl.dnnl_nhwc), 0.5f);

        assertThat(layouts.common(MAP, List.of(bytes, bytes, channelsLast))).isEqualTo(kept);
    }

    @Test
    void ofSeveralLayoutsTheOneThatMapsAreKeptInIsTaken() {
        Format common = layouts.common(MAP, List.of(channelsLast, kept));

        assertThat(common).isEqualTo(kept);
    }

    @Test
    void ofOtherLayoutsTheFirstIsTaken() {
        Format blocksOfEight = new Layout(engine.tagged(MAP.toLongArray(), dnnl.dnnl_f32, dnnl.dnnl_nChw8c));

        Format common = layouts.common(MAP, List.of(Format.PLAIN, Format.PLAIN, blocksOfEight, channelsLast));

        assertThat(common).isEqualTo(blocksOfEight);
    }

    @Test
    void plainValuesStayPlain() {
        Format common = layouts.common(Shape.of(3), List.of(Format.PLAIN, Format.PLAIN));

        assertThat(common).isEqualTo(Format.PLAIN);
    }
}
