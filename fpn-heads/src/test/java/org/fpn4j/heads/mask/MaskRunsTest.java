package org.fpn4j.heads.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detection.ObjectMask;
import org.junit.jupiter.api.Test;

/** Masks of 2 rows and 3 columns. */
class MaskRunsTest {
    private static final ObjectMask CORNER = new Mask(1, 0, 0, 0, 0, 0);
    private static final ObjectMask MIDDLE = new Mask(0, 1, 1, 1, 0, 0);
    private static final ObjectMask NOTHING = new Mask(0, 0, 0, 0, 0, 0);

    private record Mask(int... values) implements ObjectMask {
        @Override
        public int height() {
            return 2;
        }

        @Override
        public int width() {
            return 3;
        }

        @Override
        public byte[] pixels() {
            byte[] pixels = new byte[6];
            for (int i = 0; i < 6; i++) {
                pixels[i] = (byte) values[i];
            }
            return pixels;
        }
    }

    @Test
    void runsBeginBesideTheObject() {
        assertThat(MaskRuns.write(List.of(CORNER, MIDDLE, NOTHING), 12))
                .containsExactly(3, 0, 1, 5, 3, 1, 3, 2, 1, 6, 0, 0);
    }

    @Test
    void whatIsWrittenIsRead() {
        float[] row = MaskRuns.write(List.of(CORNER, MIDDLE, NOTHING), 10); // filled to its end
        int[] starts = MaskRuns.starts(row, 0, 3);
        float[] plane = new float[6];

        MaskRuns.read(row, starts[0], plane);
        assertThat(plane).containsExactly(1, 0, 0, 0, 0, 0);
        MaskRuns.read(row, starts[1], plane);
        assertThat(plane).containsExactly(0, 1, 1, 1, 0, 0);
        MaskRuns.read(row, starts[2], plane);
        assertThat(plane).containsOnly(0);
    }

    @Test
    void masksThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> MaskRuns.write(List.of(CORNER, MIDDLE), 7))
                .isInstanceOf(UserInputException.class)
                .hasMessage("head.mask: max_runs[7] is less than the runs of pixels that the masks of an image have\n"
                        + "    max_runs: 14 holds twice as many");
    }
}
