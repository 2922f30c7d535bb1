package org.fpn4j.training.inference;

/**
 * The mean over the channels of one level of backbone or pyramid, in the cells that see some of a picture.
 *
 * @param height in cells
 * @param width in cells
 * @param means of each cell, x fastest; not copied
 */
public record LevelMap(int height, int width, double[] means) {
    public LevelMap {
        if (height < 1 || width < 1 || means.length != height * width) {
            throw new IllegalArgumentException(
                    "means[" + means.length + "] do not fill [" + height + ", " + width + "] cells");
        }
    }
}
