package org.fpn4j.core.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class GroundTruthTest {
    private static final Box BOX = new Box(0, 0, 2, 1);

    /** A mask of an input of two pixels, of which the first is covered. */
    private record Left() implements ObjectMask {
        @Override
        public int height() {
            return 1;
        }

        @Override
        public int width() {
            return 2;
        }

        @Override
        public byte[] pixels() {
            return new byte[] {1, 0};
        }
    }

    @Test
    void objectsHaveMasksOnlyWhereSomebodyReadThem() {
        assertThat(new GroundTruth(List.of(BOX), List.of(3)).masks()).isEmpty();
        assertThat(new GroundTruth(List.of(BOX), List.of(3), List.of(new Left())).masks())
                .containsExactly(new Left());
    }

    @Test
    void everyObjectHasALabelAndAllHaveMasksOrNone() {
        assertThatThrownBy(() -> new GroundTruth(List.of(BOX), List.of())).hasMessage("boxes[1] and labels[0] differ");
        assertThatThrownBy(() -> new GroundTruth(List.of(BOX, BOX), List.of(1, 2), List.of(new Left())))
                .hasMessage("boxes[2] and masks[1] differ");
    }
}
