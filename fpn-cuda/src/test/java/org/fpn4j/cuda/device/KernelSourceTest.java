package org.fpn4j.cuda.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KernelSourceTest {
    @Test
    void whatASourceIncludesStandsInItsPlace() {
        String text = new KernelSource("depthwise_convolution", ElementType.BFLOAT16).text();

        assertThat(text)
                .startsWith("#define FPN_BFLOAT16\n")
                .containsSubsequence("Vector load(", "struct Swish", "float table_sum(", "backward_weights(")
                .doesNotContain("#include");
    }

    @Test
    void aSourceThatIsNotThereIsNamed() {
        KernelSource source = new KernelSource("nothing", ElementType.PLAIN);

        assertThatThrownBy(source::text).hasMessage("there is no kernel source[nothing.cu]");
    }
}
