package org.fpn4j.heads.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.fpn4j.core.detection.ObjectMask;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.heads.roi.RegionTargets;
import org.junit.jupiter.api.Test;

class MaskTargetsTest {
    private static final int SIDE = 8;
    private static final int RUNS = 64;

    /** What covers the left part of an image. */
    private record Left(int columns) implements ObjectMask {
        @Override
        public int height() {
            return SIDE;
        }

        @Override
        public int width() {
            return SIDE;
        }

        @Override
        public byte[] pixels() {
            byte[] pixels = new byte[SIDE * SIDE];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) (i % SIDE < columns ? 1 : 0);
            }
            return pixels;
        }
    }

    private static float[] region(float x1, float y1, float x2, float y2, int object) {
        float[] row = new float[RegionTargets.COLUMNS];
        System.arraycopy(new float[] {x1, y1, x2, y2}, 0, row, 0, 4);
        row[RegionTargets.CLASS] = object < 0 ? -1 : 1;
        row[RegionTargets.OBJECT] = object;
        return row;
    }

    private static float[] decide(int images, float[] runs, float[]... regions) {
        float[] table = new float[regions.length * RegionTargets.COLUMNS];
        for (int i = 0; i < regions.length; i++) {
            System.arraycopy(regions[i], 0, table, i * RegionTargets.COLUMNS, RegionTargets.COLUMNS);
        }
        float[] targets = new float[regions.length * 4];
        Arrays.fill(targets, 7);
        new MaskTargets(2, SIDE, SIDE)
                .decide(
                        List.of(table, runs),
                        List.of(
                                Shape.of(images, regions.length / images, RegionTargets.COLUMNS),
                                Shape.of(images, runs.length / images)),
                        targets);
        return targets;
    }

    /** A cell is the mean of samples at 0.5, 1.5, ... of the corner, and a sample at x lies between pixels x and x + 1. */
    @Test
    void aMaskIsSeenThroughTheRegion() {
        float[] runs = MaskRuns.write(List.of(new Left(3)), RUNS);

        float[] targets = decide(1, runs, region(0, 0, 4, 4, 0));

        assertThat(targets).containsExactly(new float[] {1, 0.25f, 1, 0.25f}, within(1e-6f));
    }

    @Test
    void eachRegionSeesItsOwnObject() {
        float[] runs = MaskRuns.write(List.of(new Left(0), new Left(SIDE)), RUNS);

        float[] targets = decide(1, runs, region(1, 1, 5, 5, 1), region(1, 1, 5, 5, 0), region(1, 1, 5, 5, -1));

        assertThat(targets).containsExactly(1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void imagesOfABatchStayApart() {
        float[] runs = new float[2 * RUNS];
        System.arraycopy(MaskRuns.write(List.of(new Left(SIDE)), RUNS), 0, runs, 0, RUNS);
        System.arraycopy(MaskRuns.write(List.of(new Left(0)), RUNS), 0, runs, RUNS, RUNS);

        float[] targets = decide(2, runs, region(1, 1, 5, 5, 0), region(1, 1, 5, 5, 0));

        assertThat(targets).containsExactly(1, 1, 1, 1, 0, 0, 0, 0);
    }
}
