package org.fpn4j.heads.point;

import java.util.function.IntConsumer;
import org.fpn4j.core.detection.Box;

/**
 * The cells of one level: the point of the cell in row {@code r} and column {@code c} is {@code (offsetX + c stepX,
 * offsetY + r stepY)} in pixels of the network's input.
 *
 * @param stride {@code 2^level}, the nominal size of a cell
 * @param height rows
 * @param width columns
 * @param stepX pixels between columns
 * @param stepY pixels between rows
 * @param offsetX of column 0
 * @param offsetY of row 0
 * @param first index of this level's first cell among the cells of all levels
 */
public record LevelGrid(
        int stride, int height, int width, float stepX, float stepY, float offsetX, float offsetY, int first) {

    /** Number of cells. */
    public int cells() {
        return height * width;
    }

    /** Where the points of a column lie. */
    public float x(int column) {
        return offsetX + column * stepX;
    }

    /** Where the points of a row lie. */
    public float y(int row) {
        return offsetY + row * stepY;
    }

    /** A column at or before every column whose point is right of {@code x}; may be past the last column. */
    public int firstColumn(float x) {
        return Math.max(0, (int) Math.floor((x - offsetX) / stepX));
    }

    /** A column at or after every column whose point is left of {@code x}; may be -1 or less. */
    public int lastColumn(float x) {
        return Math.min(width - 1, (int) Math.ceil((x - offsetX) / stepX));
    }

    /** A row at or before every row whose point is below {@code y}; may be past the last row. */
    public int firstRow(float y) {
        return Math.max(0, (int) Math.floor((y - offsetY) / stepY));
    }

    /** A row at or after every row whose point is above {@code y}; may be -1 or less. */
    public int lastRow(float y) {
        return Math.min(height - 1, (int) Math.ceil((y - offsetY) / stepY));
    }

    /** Shows the index of every cell whose point lies inside a region, not on its border. */
    public void forEachInside(Box region, IntConsumer cells) {
        int lastRow = lastRow(region.y2());
        int lastColumn = lastColumn(region.x2());
        for (int row = firstRow(region.y1()); row <= lastRow; row++) {
            for (int column = firstColumn(region.x1()); column <= lastColumn; column++) {
                boolean inside = x(column) > region.x1()
                        && x(column) < region.x2()
                        && y(row) > region.y1()
                        && y(row) < region.y2();
                if (inside) {
                    cells.accept(first + row * width + column);
                }
            }
        }
    }
}
