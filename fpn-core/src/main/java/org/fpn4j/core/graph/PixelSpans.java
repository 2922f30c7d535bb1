package org.fpn4j.core.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The first and the last input pixel that consecutive cells of a line can depend on.
 *
 * @param lowest the cell that the arrays begin with
 */
record PixelSpans(long lowest, long[] first, long[] last) {
    private record Range(long lowest, long highest) {
        Range with(Range other) {
            return new Range(Math.min(lowest, other.lowest), Math.max(highest, other.highest));
        }
    }

    /**
     * Finds the spans of every cell that the given lines have, and hands each line over when it is done. From the lines
     * back to the pixels it asks which cells are seen, beyond the maps' ends too; from the pixels on it fills them in, and
     * forgets what nobody needs any more.
     */
    static void of(Collection<CellLine> lines, BiConsumer<CellLine, PixelSpans> done) {
        List<CellLine> inOrder = behind(lines);
        Map<CellLine, Range> needed = new HashMap<>();
        Map<CellLine, Integer> readers = new HashMap<>();
        lines.forEach(line -> needed.merge(line, new Range(0, line.cells() - 1L), Range::with));
        for (int i = inOrder.size() - 1; i >= 0; i--) {
            CellLine line = inOrder.get(i);
            Range range = needed.get(line);
            Range seen = new Range(line.first(range.lowest), line.last(range.highest));
            for (CellLine source : line.sources()) {
                needed.merge(source, seen, Range::with);
                readers.merge(source, 1, Integer::sum);
            }
        }
        Set<CellLine> wanted = new HashSet<>(lines);
        Map<CellLine, PixelSpans> known = new HashMap<>();
        for (CellLine line : inOrder) {
            PixelSpans spans = fill(line, needed.get(line), known);
            known.put(line, spans);
            if (wanted.contains(line)) {
                done.accept(line, spans);
            }
            for (CellLine source : line.sources()) {
                if (readers.merge(source, -1, Integer::sum) == 0) {
                    known.remove(source);
                }
            }
        }
    }

    /** Those of one line. */
    static PixelSpans of(CellLine line) {
        List<PixelSpans> found = new ArrayList<>();
        of(List.of(line), (wanted, spans) -> found.add(spans));
        return found.get(0);
    }

    /** The lines and all that they are made of, sources first. */
    private static List<CellLine> behind(Collection<CellLine> lines) {
        Set<CellLine> found = new HashSet<>(lines);
        Deque<CellLine> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            for (CellLine source : open.pop().sources()) {
                if (found.add(source)) {
                    open.push(source);
                }
            }
        }
        List<CellLine> inOrder = new ArrayList<>(found);
        inOrder.sort(Comparator.comparingInt(CellLine::depth));
        return inOrder;
    }

    private static PixelSpans fill(CellLine line, Range range, Map<CellLine, PixelSpans> known) {
        int count = Math.toIntExact(range.highest - range.lowest + 1);
        PixelSpans spans = new PixelSpans(range.lowest, new long[count], new long[count]);
        for (int i = 0; i < count; i++) {
            long cell = range.lowest + i;
            long first = line.first(cell);
            long last = line.last(cell);
            spans.first[i] = line.sources().isEmpty() ? first : Long.MAX_VALUE;
            spans.last[i] = line.sources().isEmpty() ? last : Long.MIN_VALUE;
            for (CellLine source : line.sources()) {
                PixelSpans seen = known.get(source);
                spans.first[i] = Math.min(spans.first[i], seen.first[(int) (first - seen.lowest)]);
                spans.last[i] = Math.max(spans.last[i], seen.last[(int) (last - seen.lowest)]);
            }
        }
        return spans;
    }

    /** The first pixel of a cell. */
    long first(int cell) {
        return first[(int) (cell - lowest)];
    }

    /** The last pixel of a cell. */
    long last(int cell) {
        return last[(int) (cell - lowest)];
    }
}
