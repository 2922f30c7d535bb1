package org.fpn4j.core.samediff;

import java.util.List;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Norms out of ND4J operations whose gradients are fast.
 *
 * <p>ND4J's {@code multiply_bp} with a broadcast operand takes a hundred times as long as the product, and its {@code
 * batchnorm_bp} six times what it should. So a factor per row is a batched matrix product {@code [rows, M, 1] x [rows, 1,
 * 1]}, whose gradient is again two products, and a shift per channel is {@code biasadd}. Two more traps: the gradient of
 * {@code square} is a slow power, so squares are products; and {@code variance} forgets whether it is corrected for bias
 * when SameDiff copies it into the gradient's graph, so it is a mean of squares. And a sum over a dimension of one that is no other
 * dimension's sum too finds no operand, so it is left out.
 */
final class Normalizations {
    /** A normalised map and the statistics of its batch. */
    record Normalized(SDVariable output, SDVariable mean, SDVariable variance) {}

    private Normalizations() {}

    /** Batch norm with statistics of the batch; inputs as in {@link Operation.BatchNorm}. */
    static Normalized batchStatistics(SameDiff sd, Operation.BatchNorm norm, List<SDVariable> inputs, Shape shape) {
        SDVariable x = inputs.get(0);
        SDVariable mean = x.mean(0, 2, 3);
        SDVariable centred = sd.nn().biasAdd(x, sd.math().neg(mean), true);
        SDVariable variance = centred.mul(centred).mean(0, 2, 3);
        SDVariable scale = inputs.get(1).div(sd.math().sqrt(variance.add(norm.epsilon())));
        SDVariable output = sd.nn().biasAdd(scaleChannels(sd, centred, scale, shape), inputs.get(2), true);
        return new Normalized(output, mean, variance);
    }

    /** Batch norm with stored statistics: one factor and one shift per channel. */
    static SDVariable storedStatistics(SameDiff sd, Operation.BatchNorm norm, List<SDVariable> inputs, Shape shape) {
        SDVariable scale = inputs.get(1).div(sd.math().sqrt(inputs.get(4).add(norm.epsilon())));
        SDVariable shift = inputs.get(2).sub(inputs.get(3).mul(scale));
        return sd.nn().biasAdd(scaleChannels(sd, inputs.get(0), scale, shape), shift, true);
    }

    /** Group norm: statistics over one group of channels of one image. */
    static SDVariable groups(SameDiff sd, Operation.GroupNorm norm, List<SDVariable> inputs, Shape shape) {
        int batch = shape.batch();
        int inGroup = shape.channels() / norm.groups();
        long rows = (long) batch * norm.groups();
        SDVariable grouped = inputs.get(0).reshape(rows, shape.size() / rows);
        SDVariable centred = grouped.sub(grouped.mean(true, 1));
        SDVariable variance = centred.mul(centred).mean(true, 1);
        SDVariable inverse = sd.math().reciprocal(sd.math().sqrt(variance.add(norm.epsilon()))); // [N * G, 1]
        // one factor per image and channel: that of the group times the channel's own
        long perChannel = (long) batch * shape.channels();
        SDVariable scale = sd.tile(inputs.get(1).reshape(1, shape.channels()), batch, 1)
                .reshape(perChannel, 1)
                .mul(sd.tile(inverse, 1, inGroup).reshape(perChannel, 1));
        SDVariable scaled = scaleRows(sd, centred, scale, perChannel, shape).reshape(shape.toLongArray());
        return sd.nn().biasAdd(scaled, inputs.get(2), true);
    }

    /** {@code [N, C, H, W]} times a factor per channel {@code [C]}. */
    static SDVariable scaleChannels(SameDiff sd, SDVariable x, SDVariable scale, Shape shape) {
        long rows = (long) shape.batch() * shape.channels();
        SDVariable perRow = sd.tile(scale.reshape(1, shape.channels()), shape.batch(), 1);
        return scaleRows(sd, x, perRow, rows, shape).reshape(shape.toLongArray());
    }

    /** {@code [N, C, H, W]} times a factor per channel of each image {@code [N, C, 1, 1]}. */
    static SDVariable scaleMaps(SameDiff sd, SDVariable x, SDVariable factors, Shape shape) {
        long rows = (long) shape.batch() * shape.channels();
        return scaleRows(sd, x, factors, rows, shape).reshape(shape.toLongArray());
    }

    /** The mean of each channel of each image, {@code [N, C, 1, 1]}. */
    static SDVariable means(SDVariable x, Shape shape) {
        long area = (long) shape.height() * shape.width();
        return area == 1
                ? x
                : x.reshape(shape.batch(), shape.channels(), area)
                        .mean(2)
                        .reshape(shape.batch(), shape.channels(), 1, 1);
    }

    /**
     * The channels of each cell at one length. It is bounded before the root is taken, whose slope at 0 is none; the square of
     * the bound is a normal number down to 1e-19.
     */
    static SDVariable cells(SameDiff sd, Operation.NormalizeChannels normalize, List<SDVariable> inputs, Shape shape) {
        int channels = shape.channels();
        long cells = shape.size() / channels;
        SDVariable rows = inputs.get(0).permute(0, 2, 3, 1).reshape(cells, channels);
        SDVariable squares = rows.mul(rows);
        if (channels > 1) {
            squares = squares.sum(true, 1);
        }
        SDVariable least = sd.constant(Nd4j.valueArrayOf(
                new long[] {cells, 1}, normalize.epsilon() * normalize.epsilon(), squares.dataType()));
        SDVariable inverse = sd.math().reciprocal(sd.math().sqrt(sd.math().max(squares, least)));
        SDVariable scaled = scaleRows(sd, rows, inverse, cells, shape)
                .reshape(shape.batch(), shape.height(), shape.width(), channels)
                .permute(0, 3, 1, 2);
        return scaleChannels(sd, scaled, inputs.get(1), shape);
    }

    /** Any tensor times one factor {@code [1]}. */
    static SDVariable scaleAll(SameDiff sd, SDVariable x, SDVariable factor, Shape shape) {
        return scaleRows(sd, x, factor, 1, shape).reshape(shape.toLongArray());
    }

    private static SDVariable scaleRows(SameDiff sd, SDVariable x, SDVariable perRow, long rows, Shape shape) {
        return sd.linalg().mmul(x.reshape(rows, shape.size() / rows, 1), perRow.reshape(rows, 1, 1));
    }
}
