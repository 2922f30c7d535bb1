package org.fpn4j.core.graph;

/**
 * How much of the input the cells of a tensor can depend on, by the windows on the way: the side of the smallest square
 * around it, in input pixels, where a cell near the border counts what a larger image would hold there.
 *
 * <p>Cells of one map may differ. Where a coarse map has been resized, the windows of some cells lie within one cell of
 * the coarse map and those of others across two: with a ResNet-50 below it, cells of an FPN's P3 see 427 or 459 pixels.
 *
 * @param smallest of all cells, in both directions
 * @param largest of all cells, in both directions
 * @param wholeImage whether a group norm stands on the way, whose statistics are of the whole map: then every cell
 *     depends, weakly, on the whole image
 */
public record ReceptiveField(long smallest, long largest, boolean wholeImage) {
    @Override
    public String toString() {
        return (smallest == largest ? "" + largest : smallest + "-" + largest) + (wholeImage ? "*" : "");
    }
}
