package org.fpn4j.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RecordCopyTest {
    /** A record that refuses some values. */
    public record Window(int size, double stride, String name) {
        public Window {
            if (size < 1) {
                throw new IllegalArgumentException("size[" + size + "] must be >= 1");
            }
        }
    }

    @Test
    void oneComponentChangesAndTheOthersStay() {
        Window window = new Window(3, 0.5, "a");

        assertThat(RecordCopy.with(window, "stride", 2.0)).isEqualTo(new Window(3, 2, "a"));
        assertThat(RecordCopy.with(window, "name", "b")).isEqualTo(new Window(3, 0.5, "b"));
    }

    @Test
    void theConstructorChecksTheCopy() {
        Window window = new Window(3, 0.5, "a");

        assertThatThrownBy(() -> RecordCopy.with(window, "size", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("size[0] must be >= 1");
        assertThatThrownBy(() -> RecordCopy.with(window, "length", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("record[" + Window.class.getName() + "] has no component[length]");
    }
}
