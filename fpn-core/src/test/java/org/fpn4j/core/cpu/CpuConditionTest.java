package org.fpn4j.core.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

class CpuConditionTest {
    @Test
    void whatNeedsNothingRuns() {
        assertThat(CpuCondition.evaluate("", Set.of()).isDisabled()).isFalse();
    }

    @Test
    void whatTheCpuHasRuns() {
        assertThat(CpuCondition.evaluate("avx2 fma", Set.of("avx", "avx2", "fma"))
                        .isDisabled())
                .isFalse();
    }

    @Test
    void whatTheCpuLacksIsNamed() {
        ConditionEvaluationResult result =
                CpuCondition.evaluate("avx512f avx512bw avx512_bf16", Set.of("avx2", "avx512f"));

        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason()).hasValue("this CPU lacks avx512bw, avx512_bf16");
    }
}
