package org.fpn4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;
import org.fpn4j.engine.answers.KnownAnswers;
import org.fpn4j.engine.kernel.Precision;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Fails where oneDNN computes wrongly on a CPU that nobody knows of yet; its contract is skipped there. */
class OneDnnAnswersTest {
    private static final String WRONG = "SVE of 512 bits"; // its dot products

    static boolean areRight() {
        return OneDnn.unavailable().isEmpty();
    }

    private static String instructions() {
        return new Instructions(Loader.getPlatform(), dnnl.dnnl_get_effective_cpu_isa()).name();
    }

    @Test
    @Tag("every-cpu")
    void oneDnnKnowsTheAnswers() {
        assumeThat(instructions()).isNotEqualTo(WRONG);

        assertThat(OneDnn.unavailable()).isEmpty();
    }

    @Test
    void aWrongDotProductIsFoundAndNamed() {
        assumeThat(instructions()).isEqualTo(WRONG);

        assertThat(OneDnn.unavailable()).hasValueSatisfying(sentence -> assertThat(sentence)
                .contains("computes wrongly on this CPU (" + WRONG + "): a dot product of "));
    }

    @Test
    @Tag("every-cpu")
    @EnabledIf("org.fpn4j.onednn.OneDnnBfloat16ContractTest#hasBfloat16")
    void oneDnnKnowsTheAnswersInBfloat16() {
        try (OneDnnKernels kernels = new OneDnnKernels(Precision.BFLOAT16)) {
            assertThat(KnownAnswers.wrong(kernels, Precision.BFLOAT16, kernels.mapFormats()))
                    .isEmpty();
        }
    }

    /** On x86 oneDNN has such kernels from AVX2 on, elsewhere perhaps. */
    @Test
    @Tag("every-cpu")
    void oneDnnKnowsTheAnswersInWholeNumbers() {
        assumeThat(instructions()).startsWith("AVX");

        assertThat(OneDnn.int8Unavailable()).isEmpty();
    }
}
