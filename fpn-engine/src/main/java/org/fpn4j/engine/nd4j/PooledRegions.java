package org.fpn4j.engine.nd4j;

import java.util.Arrays;
import java.util.List;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.RegionLevels;
import org.fpn4j.core.graph.RegionTaps;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.nd4j.ArrayValues;

/** The regions of a batch, looked at once for all channels: on which level each lies, and its taps there. */
final class PooledRegions {
    private final Operation.RoiAlign align;
    private final List<Shape> maps;
    private final int perImage;
    private final float[] corners;
    private final int valuesOfRegion;
    private final int[] places;
    private final boolean[] used; // image by image, per level
    private final RegionTaps rows;
    private final RegionTaps columns;

    /**
     * Room for regions.
     *
     * @param maps shapes of the levels
     * @param regions their shape
     */
    PooledRegions(Operation.RoiAlign align, List<Shape> maps, Shape regions) {
        this.align = align;
        this.maps = maps;
        this.perImage = regions.dim(1);
        this.corners = new float[Math.toIntExact(regions.size())];
        this.valuesOfRegion = regions.dim(2);
        int count = regions.dim(0) * perImage;
        this.places = new int[count];
        this.used = new boolean[regions.dim(0) * maps.size()];
        this.rows = new RegionTaps(count, align.size(), align.samples(), align.aligned());
        this.columns = new RegionTaps(count, align.size(), align.samples(), align.aligned());
    }

    /** Takes the regions of a run. */
    void read(ArrayValues regions) {
        regions.read(0, corners, 0, corners.length);
        Arrays.fill(used, false);
        rows.clear();
        columns.clear();
        double[] borders = align.levels().borders();
        for (int region = 0; region < places.length; region++) {
            int at = region * valuesOfRegion;
            int place = RegionLevels.place(borders, corners[at], corners[at + 1], corners[at + 2], corners[at + 3]);
            int stride = align.strides().get(place);
            columns.add(
                    region,
                    corners[at],
                    corners[at + 2],
                    stride,
                    maps.get(place).width());
            rows.add(
                    region,
                    corners[at + 1],
                    corners[at + 3],
                    stride,
                    maps.get(place).height());
            places[region] = place;
            used[region / perImage * maps.size() + place] = true;
        }
    }

    /** Whether any region of an image lies on a level. */
    boolean any(int image, int level) {
        return used[image * maps.size() + level];
    }

    /** Images of the batch. */
    int images() {
        return places.length / perImage;
    }

    /** The first region of an image; of the image after the last, how many there are. */
    int first(int image) {
        return image * perImage;
    }

    /** Whether a region lies on a level. */
    boolean isOn(int region, int level) {
        return places[region] == level;
    }

    /** Values of the longest row of any level. */
    int widest() {
        return maps.stream().mapToInt(Shape::width).max().orElseThrow();
    }

    /** Values of a channel of the largest level. */
    int largestPlane() {
        return maps.stream().mapToInt(map -> map.height() * map.width()).max().orElseThrow();
    }

    /**
     * The cells of a region, of one channel.
     *
     * @param plane of the region's level
     * @param line as many values as the longest row
     * @param cells takes them
     */
    void pool(int region, int width, float[] plane, float[] line, float[] cells) {
        int size = align.size();
        int low = columns.low(region);
        int high = columns.high(region);
        for (int i = 0; i < size; i++) {
            for (int x = low; x < high; x++) {
                line[x] = 0;
            }
            for (int tap = rows.first(region, i); tap < rows.first(region, i + 1); tap++) {
                addRow(plane, rows.place(tap) * width, rows.weight(tap), line, low, high);
            }
            for (int j = 0; j < size; j++) {
                float sum = 0;
                for (int tap = columns.first(region, j); tap < columns.first(region, j + 1); tap++) {
                    sum += columns.weight(tap) * line[columns.place(tap)];
                }
                cells[i * size + j] = sum;
            }
        }
    }

    private static void addRow(float[] plane, int row, float weight, float[] line, int low, int high) {
        for (int x = low; x < high; x++) {
            line[x] += weight * plane[row + x];
        }
    }

    /** Adds to the gradient of a channel what comes of the gradient of a region's cells; the same in the other direction. */
    void spread(int region, int width, float[] cells, float[] line, float[] plane) {
        int size = align.size();
        int low = columns.low(region);
        int high = columns.high(region);
        for (int i = 0; i < size; i++) {
            for (int x = low; x < high; x++) {
                line[x] = 0;
            }
            for (int j = 0; j < size; j++) {
                float slope = cells[i * size + j];
                for (int tap = columns.first(region, j); tap < columns.first(region, j + 1); tap++) {
                    line[columns.place(tap)] += columns.weight(tap) * slope;
                }
            }
            for (int tap = rows.first(region, i); tap < rows.first(region, i + 1); tap++) {
                addLine(line, rows.weight(tap), plane, rows.place(tap) * width, low, high);
            }
        }
    }

    private static void addLine(float[] line, float weight, float[] plane, int row, int low, int high) {
        for (int x = low; x < high; x++) {
            plane[row + x] += weight * line[x];
        }
    }
}
