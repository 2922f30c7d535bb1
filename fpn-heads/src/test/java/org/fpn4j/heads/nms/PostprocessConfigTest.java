package org.fpn4j.heads.nms;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PostprocessConfigTest {
    @Test
    void rejectsValuesOutOfRange() {
        assertThatThrownBy(() -> new PostprocessConfig(2, 0, -1, 0))
                .hasMessage(
                        "scoreThreshold[2] must be between 0 and 1; candidatesPerLevel[0] must be between 1 and 1000000; "
                                + "nmsThreshold[-1] must be between 0 and 1; maxDetections[0] must be between 1 and 100000");
    }
}
