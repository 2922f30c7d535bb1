package org.fpn4j.engine.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Sums of maps {@code [N, C, H, W]} over everything but their channels, and the views that go with them. */
final class ChannelSums {
    private ChannelSums() {}

    /**
     * Sum per channel.
     *
     * @param rows temporary {@code [N, C]}
     * @param z {@code [C]}
     */
    static void write(Program program, INDArray maps, INDArray rows, INDArray z) {
        program.sum(rows(maps), 1, rows.reshape(rows.length())).sum(rows, 0, z);
    }

    /** The same of squares. */
    static void writeSquares(Program program, INDArray maps, INDArray rows, INDArray z) {
        program.sumOfSquares(rows(maps), 1, rows.reshape(rows.length())).sum(rows, 0, z);
    }

    /** {@code [N C, H W]}. */
    private static INDArray rows(INDArray maps) {
        return maps.reshape(maps.size(0) * maps.size(1), maps.size(2) * maps.size(3));
    }

    /** {@code [N, C, H W]}. */
    static INDArray flat(INDArray maps) {
        return maps.reshape(maps.size(0), maps.size(1), maps.size(2) * maps.size(3));
    }

    /** {@code [1, C, 1]}. */
    static INDArray perChannel(INDArray vector) {
        return vector.reshape(1, vector.length(), 1);
    }
}
