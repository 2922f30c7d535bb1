package org.fpn4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.fpn4j.engine.answers.KnownAnswers;
import org.fpn4j.engine.kernel.Precision;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class OneDnnAnswersTest {
    @Test
    @Tag("every-cpu")
    void oneDnnKnowsTheAnswers() {
        try (OneDnnKernels kernels = new OneDnnKernels(Precision.FLOAT32)) {
            assertThat(KnownAnswers.wrong(kernels, Precision.FLOAT32, kernels.mapFormats()))
                    .isEmpty();
        }
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
}
