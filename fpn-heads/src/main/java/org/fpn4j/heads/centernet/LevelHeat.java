package org.fpn4j.heads.centernet;

import java.util.Arrays;
import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.match.MatcherConfig;
import org.fpn4j.heads.point.LevelGrid;

/**
 * The heat of one image's objects on all levels, and which of them each cell answers for (the code of arXiv:2103.07461v1). With
 * {@code d} the distance of a cell's point from an object's centre, 0 in the cell where the centre lies, the heat is {@code
 * e^(-d^2 / radius^2)}, nothing below {@link #LEAST}; of a box and a least overlap {@code o} the squared radius is {@code 2 area
 * ((1 - o) / (1 + o))^2}.
 *
 * <p>A cell answers for an object that its level cares about, where it is one of the 3 x 3 cells around the centre and its
 * point lies in the box; of several for the one with the least {@code d / radius}, the first of equals.
 */
final class LevelHeat {
    private static final float LEAST = 1e-4f;

    /** Of centres on levels that do not care: neither a peak nor, by its distance from one, a mistake. */
    private static final float BELOW_PEAK = Math.nextDown(1f);

    private final AllLevelsConfig config;
    private final PyramidSpec pyramid;
    private final int classes;
    private final int[] objects;
    private final double[] nearest; // by cell: squared distance of its object over the squared radius
    private final float[] heat;

    LevelHeat(AllLevelsConfig config, PyramidSpec pyramid, int cells, int classes) {
        this.config = config;
        this.pyramid = pyramid;
        this.classes = classes;
        this.objects = new int[cells];
        this.nearest = new double[cells];
        this.heat = new float[Math.multiplyExact(cells, classes)];
        Arrays.fill(objects, MatcherConfig.BACKGROUND);
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    }

    /** Sees all objects of an image. */
    void see(GroundTruth truth, List<LevelGrid> grids) {
        for (int object = 0; object < truth.size(); object++) {
            Box box = truth.boxes().get(object);
            double size = Math.hypot(box.width(), box.height()) / 2;
            for (int level = 0; level < grids.size(); level++) {
                see(object, box, truth.labels().get(object), grids.get(level), config.cares(pyramid, level, size));
            }
        }
    }

    private void see(int object, Box box, int label, LevelGrid grid, boolean cares) {
        double shift = (1 - config.minOverlap()) / (1 + config.minOverlap());
        double squaredRadius = Math.max(shift * shift * 2 * box.area(), config.minRadius() * config.minRadius());
        int centerRow = cellOf(box.centerY(), grid.stride(), grid.height());
        int centerColumn = cellOf(box.centerX(), grid.stride(), grid.width());
        float reach = (float) Math.sqrt(-squaredRadius * Math.log(LEAST)) + grid.stride();
        int lastRow = grid.lastRow(box.centerY() + reach);
        int lastColumn = grid.lastColumn(box.centerX() + reach);
        for (int row = grid.firstRow(box.centerY() - reach); row <= lastRow; row++) {
            for (int column = grid.firstColumn(box.centerX() - reach); column <= lastColumn; column++) {
                int cell = grid.first() + row * grid.width() + column;
                boolean isCenter = row == centerRow && column == centerColumn;
                double x = grid.x(column) - box.centerX();
                double y = grid.y(row) - box.centerY();
                double distance = isCenter ? 0 : (x * x + y * y) / squaredRadius;
                warm(cell * classes + label, isCenter && cares ? 1 : Math.min((float) Math.exp(-distance), BELOW_PEAK));
                boolean isNear = Math.abs(row - centerRow) <= 1 && Math.abs(column - centerColumn) <= 1;
                if (cares && isNear && isInside(box, grid.x(column), grid.y(row)) && distance < nearest[cell]) {
                    nearest[cell] = distance;
                    objects[cell] = object;
                }
            }
        }
    }

    private static int cellOf(float center, int stride, int cells) {
        return Math.min((int) Math.max(center / stride, 0), cells - 1);
    }

    private void warm(int at, float value) {
        heat[at] = Math.max(heat[at], value < LEAST ? 0 : value);
    }

    private static boolean isInside(Box box, float x, float y) {
        return x > box.x1() && x < box.x2() && y > box.y1() && y < box.y2();
    }

    /** The index of each cell's object, or {@link MatcherConfig#BACKGROUND}; not copied. */
    int[] objects() {
        return objects;
    }

    /** {@code [L, K]}; not copied. */
    float[] values() {
        return heat;
    }
}
