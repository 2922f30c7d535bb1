package org.fpn4j.training.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.training.config.ExecutionConfig;
import org.fpn4j.training.config.ExecutionConfig.Dtype;
import org.fpn4j.training.config.ExecutionConfig.Kernels;
import org.junit.jupiter.api.Test;

class ExecutorsTest {
    private static final Optional<String> WRONG = Optional.of(
            "oneDNN 3.11.0 computes wrongly on this CPU (NEON): a dot product of 100 values gives 88.0 for 125.0");

    private static ExecutionConfig config(Kernels kernels, Dtype dtype) {
        return new ExecutionConfig(kernels, dtype, 1);
    }

    @Test
    void autoTakesTheLibraryThatKnowsTheAnswers() {
        assertThat(Executors.choose(config(Kernels.AUTO, Dtype.FLOAT32), Optional.empty())
                        .name())
                .isEqualTo("onednn");
    }

    @Test
    void autoLeavesOutALibraryThatComputesWrongly() {
        assertThat(Executors.choose(config(Kernels.AUTO, Dtype.FLOAT32), WRONG).name())
                .isEqualTo("nd4j");
    }

    @Test
    void whoAsksForALibraryThatComputesWronglyIsTold() {
        assertThatThrownBy(() -> Executors.choose(config(Kernels.ONEDNN, Dtype.FLOAT32), WRONG))
                .isInstanceOf(UserInputException.class)
                .hasMessage(
                        "execution: kernels[onednn] cannot be used: oneDNN 3.11.0 computes wrongly on this CPU (NEON):"
                                + " a dot product of 100 values gives 88.0 for 125.0\n    use auto or nd4j");
    }

    @Test
    void bfloat16NeedsALibraryThatComputesRightInIt() {
        assertThatThrownBy(() -> Executors.choose(config(Kernels.AUTO, Dtype.BFLOAT16), WRONG))
                .isInstanceOf(UserInputException.class)
                .hasMessage(
                        "execution: dtype[bfloat16] needs oneDNN, and oneDNN 3.11.0 computes wrongly on this CPU (NEON):"
                                + " a dot product of 100 values gives 88.0 for 125.0\n    use float32");
    }
}
