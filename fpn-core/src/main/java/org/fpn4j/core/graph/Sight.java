package org.fpn4j.core.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a tensor's cells see of the input: how an operation changes it is told by the operations themselves. */
public final class Sight {
    /** Of parameters and constants, which see nothing. */
    public static final Sight NONE = new Sight(0, List.of(), false);

    /** Of what may depend on anything in the image, such as a map of a region that was chosen by what is in it. */
    public static final Sight ANYWHERE = new Sight(0, List.of(), true);

    private final double stride;
    private final List<CellLine> lines;
    private final boolean wholeImage;

    private Sight(double stride, List<CellLine> lines, boolean wholeImage) {
        this.stride = stride;
        this.lines = List.copyOf(lines);
        this.wholeImage = wholeImage;
    }

    /** Of a map: input pixels from one cell to the next, as the strides on the way have it; otherwise 0. */
    double stride() {
        return stride;
    }

    /**
     * Of a map its rows and its columns; of predictions those of all maps that they were made of; none of what does not
     * depend on the input.
     */
    List<CellLine> lines() {
        return lines;
    }

    static Sight ofInput(Shape shape) {
        return shape.rank() == 4
                ? new Sight(1, List.of(CellLine.ofPixels(shape.height()), CellLine.ofPixels(shape.width())), false)
                : NONE;
    }

    /**
     * Of an output each cell of which sees the same cell of every input: maps of one size, or what is put together to
     * predictions.
     */
    public static Sight together(List<Sight> inputs, Shape output) {
        return output.rank() == 4 ? joined(inputs) : gathered(inputs);
    }

    /** The same where something of the whole map enters every cell: its mean, or a norm's statistics. */
    public Sight onWholeMap() {
        return new Sight(stride, lines, true);
    }

    /**
     * Of cells that each see a window of this map.
     *
     * @param output shape of the map of these cells
     * @param height rows of a window
     * @param width columns of a window
     * @param step cells from one window to the next
     */
    public Sight windows(Shape output, int height, int width, int step, Padding padding) {
        if (lines.isEmpty()) {
            return this;
        }
        return new Sight(
                stride * step,
                List.of(
                        lines.get(0).windows(output.height(), height, step, padding.top()),
                        lines.get(1).windows(output.width(), width, step, padding.left())),
                wholeImage);
    }

    /**
     * Of a map of another size each cell of which sees the nearest one of this map. Sizes of levels are rounded, so the
     * stride changes by the nearest power of two.
     */
    public Sight resized(Shape source, Shape target) {
        if (lines.isEmpty()) {
            return this;
        }
        double ratio = (double) Math.max(source.height(), source.width()) / Math.max(target.height(), target.width());
        return new Sight(
                stride * Math.pow(2, Math.round(Math.log(ratio) / Math.log(2))),
                List.of(lines.get(0).resized(target.height()), lines.get(1).resized(target.width())),
                wholeImage);
    }

    /** Of maps of one size; where strides differ, one of them has been resized between maps of a single cell. */
    private static Sight joined(List<Sight> inputs) {
        Sight joined = NONE;
        for (Sight input : inputs) {
            if (joined.lines.isEmpty()) {
                joined = input;
            } else if (!input.lines.isEmpty() && !input.isSame(joined)) {
                joined = new Sight(
                        Math.min(joined.stride, input.stride),
                        List.of(
                                joined.lines.get(0).join(input.lines.get(0)),
                                joined.lines.get(1).join(input.lines.get(1))),
                        joined.wholeImage || input.wholeImage);
            }
        }
        return joined;
    }

    private boolean isSame(Sight other) {
        return stride == other.stride && wholeImage == other.wholeImage && lines.equals(other.lines);
    }

    /** Of predictions, which are no maps. */
    private static Sight gathered(List<Sight> inputs) {
        List<CellLine> lines = new ArrayList<>();
        boolean wholeImage = false;
        for (Sight input : inputs) {
            lines.addAll(input.lines);
            wholeImage |= input.wholeImage;
        }
        return new Sight(0, lines, wholeImage);
    }

    /** What the cells of each of these can depend on. */
    static List<ReceptiveField> fields(List<Sight> sights) {
        Map<CellLine, ReceptiveField> extents = new HashMap<>();
        Set<CellLine> lines = new LinkedHashSet<>();
        sights.forEach(sight -> lines.addAll(sight.lines));
        PixelSpans.of(lines, (line, spans) -> extents.put(line, extents(line, spans)));
        return sights.stream().map(sight -> sight.field(extents)).toList();
    }

    private static ReceptiveField extents(CellLine line, PixelSpans spans) {
        long smallest = Long.MAX_VALUE;
        long largest = 0;
        for (int cell = 0; cell < line.cells(); cell++) {
            long extent = spans.last(cell) - spans.first(cell) + 1;
            smallest = Math.min(smallest, extent);
            largest = Math.max(largest, extent);
        }
        return new ReceptiveField(smallest, largest, false);
    }

    private ReceptiveField field(Map<CellLine, ReceptiveField> extents) {
        return new ReceptiveField(
                lines.stream()
                        .mapToLong(line -> extents.get(line).smallest())
                        .min()
                        .orElse(0),
                lines.stream()
                        .mapToLong(line -> extents.get(line).largest())
                        .max()
                        .orElse(0),
                wholeImage);
    }
}
