package org.fpn4j.core.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutputPartTest {
    @Test
    void namesLeadThereAndBack() {
        assertThat(OutputPart.HEAD.output("cls_logits")).isEqualTo("head/cls_logits");
        assertThat(OutputPart.PYRAMID.output("P3")).isEqualTo("pyramid/P3");
        assertThat(OutputPart.FEATURES.output("C2")).isEqualTo("features/C2");
        assertThat(OutputPart.HEAD.inner("head/cls_logits")).isEqualTo("cls_logits");
    }

    @Test
    void partsKnowTheirOwn() {
        List<String> outputs = List.of("features/C2", "pyramid/P3", "head/a", "header/b", "head/c");

        assertThat(OutputPart.HEAD.among(outputs)).containsExactly("head/a", "head/c");
        assertThat(OutputPart.PYRAMID.has("head/a")).isFalse();
        assertThatThrownBy(() -> OutputPart.PYRAMID.inner("head/a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("output[head/a] is none of pyramid/");
    }
}
