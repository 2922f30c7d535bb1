package org.fpn4j.core.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoxMaskTest {
    private static final float[] FULL = {1, 1, 1, 1};

    /** A grid of 2 with its border is 4 cells on a box of 4 that has grown to 8, from -2 on: 9 pixels to its last one. */
    @Test
    void probabilitiesFallOffAtTheBorderOfTheBox() {
        float[] row = new BoxMask(new Box(2, 2, 6, 6), 2, FULL).paste(8, 8);

        assertThat(row[4 * 8 + 4]).isCloseTo(1, within(1e-6f));
        assertThat(row[4 * 8]).isZero();
        assertThat(row[4 * 8 + 1]).isBetween(0f, 0.5f);
        assertThat(row[0]).isZero();
    }

    @Test
    void pixelsAreThoseAboveAHalf() {
        ObjectMask mask = new BoxMask(new Box(2, 2, 6, 6), 2, FULL).on(8, 8);

        assertThat(mask.height()).isEqualTo(8);
        assertThat(mask.pixels()[4 * 8 + 4]).isOne();
        assertThat(mask.pixels()[0]).isZero();
    }

    @Test
    void aBoxMayReachBeyondTheImage() {
        byte[] inside = new BoxMask(new Box(-4, -4, 4, 4), 2, FULL).on(6, 6).pixels();
        byte[] outside = new BoxMask(new Box(20, 20, 24, 24), 2, FULL).on(6, 6).pixels();

        assertThat(inside[0]).isOne();
        assertThat(inside[35]).isZero();
        assertThat(outside).containsOnly(0);
    }

    @Test
    void theGridKeepsItsBoxWhereTheObjectsIsClipped() {
        Detection found =
                new Detection(0, 0.5f, new Box(1, 1, 3, 3), Optional.of(new BoxMask(new Box(1, 1, 3, 3), 2, FULL)));

        Detection moved = found.in(box -> new Box(box.x1() - 2, box.y1(), box.x2() - 2, box.y2()), 8, 8);

        assertThat(moved.box()).isEqualTo(new Box(0, 1, 1, 3));
        assertThat(moved.mask().orElseThrow().box()).isEqualTo(new Box(-1, 1, 1, 3));
    }

    @Test
    void aGridOfAnotherSizeIsRefused() {
        assertThatThrownBy(() -> new BoxMask(new Box(0, 0, 1, 1), 3, FULL)).hasMessageContaining("3x3");
    }
}
