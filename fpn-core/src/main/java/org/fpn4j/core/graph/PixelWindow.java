package org.fpn4j.core.graph;

/**
 * The pixels that a cell of a map can depend on, by the windows on the way, all inclusive; outside the image there is what a
 * larger one would hold.
 */
public record PixelWindow(long top, long left, long bottom, long right) {
    /** Whether a pixel is one of them. */
    public boolean has(int row, int column) {
        return row >= top && row <= bottom && column >= left && column <= right;
    }
}
