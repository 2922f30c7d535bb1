package org.fpn4j.core.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeadStateTest {
    @Test
    void nothingIsRememberedBeforeTheFirstStep() {
        assertThat(HeadState.INITIAL.number("mean")).isEmpty();
    }

    @Test
    void partsAreKeptApart() {
        HeadState stage = HeadState.INITIAL.with("mean", 7);

        HeadState whole = HeadState.INITIAL.with("mean", 3).with("refine", stage);

        assertThat(whole.number("mean")).hasValue(3);
        assertThat(whole.part("refine")).isEqualTo(stage);
        assertThat(whole.part("other")).isEqualTo(HeadState.INITIAL);
    }

    @Test
    void aPartIsReplacedAsAWhole() {
        HeadState before = HeadState.INITIAL.with(
                "refine", HeadState.INITIAL.with("mean", 7).with("steps", 1));

        HeadState after = before.with("refine", HeadState.INITIAL.with("mean", 8));

        assertThat(after.numbers()).isEqualTo(Map.of("refine/mean", 8.0));
    }

    @Test
    void isAnObjectOfNumbersInJson() throws JsonProcessingException {
        HeadState state = HeadState.INITIAL.with("steps", 2).with("mean", 0.1);

        assertThat(new ObjectMapper().writeValueAsString(state)).isEqualTo("{\"mean\":0.1,\"steps\":2.0}");
    }

    @Test
    void onlyNumbersCanBeRemembered() {
        assertThatThrownBy(() -> HeadState.INITIAL.with("mean", Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("state[mean] is NaN");
    }
}
