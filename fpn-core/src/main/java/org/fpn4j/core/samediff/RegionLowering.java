package org.fpn4j.core.samediff;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Region align in SameDiff: of each level the product of the map with two matrices for every region, whose entries are how
 * much of a row, or of a column, is in a cell of the region. Regions of other levels have matrices of zeros. It multiplies
 * whole maps, and is right, not fast.
 */
final class RegionLowering {
    private final SameDiff sd;
    private final Operation.RoiAlign align;
    private final SDVariable regions; // [M, V], those of all images
    private final DataType type;
    private final int images;
    private final int count; // M

    private RegionLowering(SameDiff sd, Operation.RoiAlign align, SDVariable regions, Shape shape) {
        this.sd = sd;
        this.align = align;
        this.images = shape.dim(0);
        this.count = images * shape.dim(1);
        this.regions = Picks.stopped(sd, regions).reshape(count, shape.dim(2));
        this.type = regions.dataType();
    }

    static SDVariable align(
            SameDiff sd, Operation.RoiAlign align, List<SDVariable> inputs, List<Shape> shapes, Shape output) {
        int levels = shapes.size() - 1;
        RegionLowering lowering = new RegionLowering(sd, align, inputs.get(levels), shapes.get(levels));
        SDVariable sum = null;
        for (int level = 0; level < levels; level++) {
            SDVariable cells = lowering.cells(level, inputs.get(level), shapes.get(level));
            sum = sum == null ? cells : sum.add(cells);
        }
        return sum.reshape(output.toLongArray());
    }

    /** The cells of the regions that lie on a level, and zeros for the others: {@code [M, C * size, size]}. */
    private SDVariable cells(int level, SDVariable map, Shape shape) {
        int size = align.size();
        int channels = shape.channels();
        SDVariable rows = shares(1, level, shape.height()).mul(isOn(level).reshape(count, 1, 1));
        SDVariable columns = shares(0, level, shape.width());
        SDVariable byRows = map.permute(0, 2, 1, 3).reshape(images, shape.height(), channels * shape.width());
        SDVariable lines = sd.linalg()
                .mmul(rows.reshape(images, count / images * size, shape.height()), byRows)
                .reshape(count, size, channels, shape.width())
                .permute(0, 2, 1, 3)
                .reshape(count, channels * size, shape.width());
        return sd.linalg().mmul(lines, columns.permute(0, 2, 1));
    }

    /** How much of each place of an axis (0: columns, 1: rows) is in each cell: {@code [M, size, length]}. */
    private SDVariable shares(int axis, int level, int length) {
        int size = align.size();
        double scale = 1.0 / align.strides().get(level);
        double offset = align.aligned() ? 0.5 : 0;
        SDVariable start = corner(axis).mul(scale).sub(offset); // [M, 1]
        SDVariable extent = corner(axis + 2).mul(scale).sub(offset).sub(start);
        SDVariable cell = (align.aligned() ? extent : sd.math().max(extent, sd.onesLike(extent))).div(size);
        SDVariable samples = align.samples() > 0
                ? sd.onesLike(cell).mul(align.samples())
                : sd.math().ceil(cell);
        SDVariable divisor = sd.math().max(samples, sd.onesLike(samples));
        int most = mostSamples(length);
        int points = size * most;
        SDVariable sample = constant(points, point -> point % most); // [1, points]
        SDVariable at = sample.add(0.5)
                .mul(cell.div(divisor))
                .add(constant(points, point -> Math.floorDiv(point, most)).mul(cell))
                .add(start); // [M, points]
        SDVariable taken = sd.lt(sample, samples)
                .castTo(type)
                .mul(sd.gte(at, -1).castTo(type))
                .mul(sd.lte(at, length).castTo(type));
        SDVariable place = sd.math()
                .min(sd.nn().relu(at, 0), constant(points, point -> length - 1))
                .reshape(count, points, 1);
        SDVariable hats = sd.math().abs(place.sub(constant(length, i -> i).reshape(1, 1, length)));
        SDVariable shares = sd.nn()
                .relu(hats.rsub(1), 0)
                .mul(taken.reshape(count, points, 1))
                .reshape(count, size, most, length)
                .sum(2);
        return shares.div(divisor.reshape(count, 1, 1)).add(unlessTooMany(samples, most));
    }

    /**
     * How many samples of a cell are reckoned with along an axis: where their number is that of the region's cells, those of a
     * region twice as long as the map.
     */
    private int mostSamples(int length) {
        return align.samples() > 0 ? align.samples() : 2 * ((length + align.size() - 1) / align.size()) + 1;
    }

    /** 0; no number for regions that would need more samples, which are none of this image. */
    private SDVariable unlessTooMany(SDVariable samples, int most) {
        SDVariable left = sd.math().clipByValue(samples.rsub(most + 1), -1, 1); // ln 1 = 0, ln of less is none
        return sd.math().log(left).reshape(count, 1, 1);
    }

    /** 1 for regions that lie on a level, 0 for others: {@code [M, 1]}. */
    private SDVariable isOn(int level) {
        double[] borders = align.levels().borders();
        SDVariable area = corner(2).sub(corner(0)).mul(corner(3).sub(corner(1)));
        SDVariable reached = level == 0
                ? sd.onesLike(area)
                : sd.gte(area, borders[level - 1]).castTo(type);
        return level == borders.length
                ? reached
                : reached.sub(sd.gte(area, borders[level]).castTo(type));
    }

    private SDVariable corner(int index) {
        return regions.get(SDIndex.all(), SDIndex.interval(index, index + 1));
    }

    /** A row of numbers. */
    private SDVariable constant(int length, IntToDoubleFunction values) {
        double[] row = IntStream.range(0, length).mapToDouble(values).toArray();
        return sd.constant(Nd4j.createFromArray(row).reshape(1, length).castTo(type));
    }
}
