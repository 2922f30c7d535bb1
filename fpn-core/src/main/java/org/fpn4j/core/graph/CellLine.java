package org.fpn4j.core.graph;

import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

/**
 * The rows, or the columns, of a map, and how they follow from those of the maps it was made of. Each cell sees a window
 * of cells of every source, and windows never go back from one cell to the next, so what a cell can depend on lies between
 * what the window's first and its last cell can depend on ({@link PixelSpans}).
 *
 * <p>Cells are all integers, also those outside the map: there lies what a larger image would hold.
 */
final class CellLine {
    private final int cells;
    private final List<CellLine> sources;
    private final LongUnaryOperator first;
    private final LongUnaryOperator last;
    private final int depth;

    private CellLine(int cells, List<CellLine> sources, LongUnaryOperator first, LongUnaryOperator last) {
        this.cells = cells;
        this.sources = List.copyOf(sources);
        this.first = first;
        this.last = last;
        this.depth = sources.stream().mapToInt(source -> source.depth + 1).max().orElse(0);
    }

    /** Cells that are the input's pixels. */
    static CellLine ofPixels(int pixels) {
        return new CellLine(pixels, List.of(), cell -> cell, cell -> cell);
    }

    /** Cells that each see {@code kernel} cells of this line, the first of them at {@code cell * stride - padding}. */
    CellLine windows(int count, int kernel, int stride, int padding) {
        return new CellLine(
                count, List.of(this), cell -> cell * stride - padding, cell -> cell * stride - padding + kernel - 1);
    }

    /**
     * Cells that each see the cell {@code floor(cell * size / target)} of this line. Where sizes are halves rounded up, that
     * is a whole factor, with which a larger image would go on beyond the end: of 2 cells and 3, the next one sees the
     * second, too.
     */
    CellLine resized(int target) {
        int factor = Math.max(1, Math.round((float) target / cells));
        boolean whole = LongStream.range(0, target).allMatch(cell -> cell * cells / target == cell / factor);
        LongUnaryOperator source =
                whole ? cell -> Math.floorDiv(cell, factor) : cell -> Math.floorDiv(cell * cells, target);
        return new CellLine(target, List.of(this), source, source);
    }

    /** Cells that see what the same cell of either line sees. */
    CellLine join(CellLine other) {
        return new CellLine(cells, List.of(this, other), cell -> cell, cell -> cell);
    }

    /** How many cells the map has. */
    int cells() {
        return cells;
    }

    /** What the cells see; none where they are pixels. */
    List<CellLine> sources() {
        return sources;
    }

    /** The first cell of every source that a cell sees. */
    long first(long cell) {
        return first.applyAsLong(cell);
    }

    /** The last cell of every source that a cell sees. */
    long last(long cell) {
        return last.applyAsLong(cell);
    }

    /** More than that of each source. */
    int depth() {
        return depth;
    }
}
