package org.fpn4j.training.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.engine.kernel.Precision;
import org.junit.jupiter.api.Test;

class ExecutionConfigTest {
    @Test
    void kernelsAreANameOfALibraryThatIsThere() {
        assertThatThrownBy(() -> new ExecutionConfig("cuda", Precision.FLOAT32, 0))
                .isInstanceOfSatisfying(
                        InvalidFieldsException.class,
                        e -> assertThat(e.fields()).singleElement().satisfies(field -> {
                            assertThat(field.field()).isEqualTo("kernels");
                            assertThat(field.expectation()).isEqualTo("must be one of [auto, onednn, nd4j]");
                        }));
    }

    @Test
    void aLibraryComputesInWhatItHasKernelsFor() {
        assertThatThrownBy(() -> new ExecutionConfig("nd4j", Precision.BFLOAT16, 0))
                .isInstanceOfSatisfying(
                        InvalidFieldsException.class,
                        e -> assertThat(e.fields()).singleElement().satisfies(field -> {
                            assertThat(field.value()).isEqualTo("bfloat16");
                            assertThat(field.expectation())
                                    .isEqualTo("must be float32 with kernels: nd4j; bfloat16 needs kernels: onednn");
                        }));
        assertThat(new ExecutionConfig("auto", Precision.BFLOAT16, 0).dtype()).isEqualTo(Precision.BFLOAT16);
    }

    @Test
    void noLibraryHereComputesInFloat16() {
        assertThatThrownBy(() -> new ExecutionConfig("onednn", Precision.FLOAT16, 0))
                .isInstanceOfSatisfying(InvalidFieldsException.class, e -> assertThat(e.fields())
                        .extracting(field -> field.field() + "[" + field.value() + "] " + field.expectation())
                        .containsExactly("dtype[float16] must be float32 or bfloat16 or int8 with kernels: onednn"));
        assertThatThrownBy(() -> new ExecutionConfig("auto", Precision.FLOAT16, 0).executor(1))
                .isInstanceOf(UserInputException.class)
                .hasMessage("execution: dtype[float16] is none that kernels[auto] compute in\n    use float32");
    }

    @Test
    void whatOnlyGpusKnowIsRefusedWhereOthersAreNamed() {
        assertThatThrownBy(() -> new ExecutionConfig("onednn", Precision.FLOAT32, 0, 1, true, false, true))
                .isInstanceOfSatisfying(InvalidFieldsException.class, e -> assertThat(e.fields())
                        .extracting(field -> field.field() + "[" + field.value() + "] " + field.expectation())
                        .containsExactly(
                                "device[1] must be 0 with kernels: onednn",
                                "tf32[true] must be false with kernels: onednn",
                                "deterministic[false] must be true with kernels: onednn",
                                "search[true] must be false with kernels: onednn"));
    }

    @Test
    void whatDecidesBitsIsWhoComputesWhereNothingElseIsAskedFor() {
        ExecutionConfig config = new ExecutionConfig("nd4j", Precision.FLOAT32, 0);

        assertThat(config.decisive()).isEqualTo("nd4j");
        assertThat(config.devices()).isEqualTo(1);
    }

    @Test
    void theExecutorIsThatOfTheNamedLibrary() {
        ExecutionConfig config = new ExecutionConfig("nd4j", Precision.FLOAT32, 0);

        assertThat(config.usedKernels()).isEqualTo("nd4j");
        assertThat(config.executor(1).name()).isEqualTo("nd4j");
    }
}
