package org.fpn4j.data.tiling;

/**
 * What a tile shows of an image, in whole pixels of the image.
 *
 * @param x left edge
 * @param y upper edge
 * @param width as wide as a tile, or as the image where that is narrower
 * @param height as high as a tile, or as the image where that is lower
 */
public record TilePlace(int x, int y, int width, int height) {
    /** In pixels of the image. */
    public Extent extent() {
        return new Extent(x, y, x + width, y + height);
    }

    /** What the tile shows of a box of the image, in pixels of the tile; without area where that is nothing. */
    public Extent inTile(Extent inImage) {
        return inImage.within(extent()).moved(-x, -y);
    }

    /** What the tile shows of a box that was found in it, in pixels of the image; without area where that is nothing. */
    public Extent inImage(Extent inTile) {
        return inTile.moved(x, y).within(extent());
    }
}
