package org.fpn4j.data.mask;

import java.util.List;

/**
 * The outlines of the parts of one object, which covers whatever one of them encloses.
 *
 * @param leftOut how many parts had fewer than three points, which enclose nothing
 */
public record Polygons(List<Polygon> parts, int leftOut) implements Segmentation {
    public Polygons {
        parts = List.copyOf(parts);
    }

    /** Parts of which none was left out. */
    public Polygons(List<Polygon> parts) {
        this(parts, 0);
    }

    @Override
    public Polygons moved(PixelMap map, int height, int width) {
        return map.equals(PixelMap.SAME)
                ? this
                : new Polygons(parts.stream().map(part -> part.moved(map)).toList(), leftOut);
    }

    @Override
    public boolean isEmpty() {
        return parts.isEmpty();
    }

    @Override
    public RunLengthMask mask(int height, int width) {
        RunLengthMask.requireSize(height, width);
        return RunLengthMask.union(
                height,
                width,
                parts.stream()
                        .map(part -> PolygonRaster.mask(part, height, width))
                        .toList());
    }
}
