package org.fpn4j.heads.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fpn4j.core.detection.ObjectMask;
import org.fpn4j.core.head.NoRoomException;
import org.junit.jupiter.api.Test;

class MaskRunsTest {
    /** A mask of one row. */
    private record Row(byte... pixels) implements ObjectMask {
        @Override
        public int height() {
            return 1;
        }

        @Override
        public int width() {
            return pixels.length;
        }
    }

    @Test
    void eachMaskIsANumberOfRunsAndTheRuns() {
        float[] row = MaskRuns.write(
                List.of(new Row((byte) 0, (byte) 0, (byte) 1), new Row((byte) 1, (byte) 1, (byte) 1)), 8);

        assertThat(row).containsExactly(2, 2, 1, 2, 0, 3, 0, 0);
        assertThat(MaskRuns.starts(row, 0, 2)).containsExactly(0, 3);
    }

    @Test
    void whatWasWrittenIsRead() {
        byte[][] masks = {{0, 1, 1, 0, 1}, {0, 0, 0, 0, 0}, {1, 0, 1, 0, 1}};
        float[] row = new float[4 + 40]; // as if the image stood behind another
        float[] written = MaskRuns.write(List.of(new Row(masks[0]), new Row(masks[1]), new Row(masks[2])), 40);
        System.arraycopy(written, 0, row, 4, 40);
        int[] starts = MaskRuns.starts(row, 4, 3);

        for (int i = 0; i < masks.length; i++) {
            float[] plane = {7, 7, 7, 7, 7};
            MaskRuns.read(row, starts[i], plane);
            for (int pixel = 0; pixel < plane.length; pixel++) {
                assertThat(plane[pixel]).isEqualTo(masks[i][pixel]);
            }
        }
    }

    @Test
    void anImageWithoutObjectsHasNoRuns() {
        assertThat(MaskRuns.write(List.of(), 2)).containsExactly(0, 0);
    }

    @Test
    void runsThatDoNotFitAreRefused() {
        Row striped = new Row((byte) 1, (byte) 0, (byte) 1);

        assertThat(MaskRuns.write(List.of(striped), 5)).containsExactly(4, 0, 1, 1, 1);
        assertThatThrownBy(() -> MaskRuns.write(List.of(striped, striped), 4))
                .isInstanceOf(NoRoomException.class)
                .hasMessage("mask.max_runs[4] must be >= 10, the number of runs of pixels of all masks of an image");
        assertThat(MaskRuns.need(List.of(striped, striped), 4).needed()).isEqualTo(10);
    }
}
