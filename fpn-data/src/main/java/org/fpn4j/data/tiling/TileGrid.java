package org.fpn4j.data.tiling;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.data.transform.InputSize;

/**
 * Where the tiles of an image lie. On each axis one begins every {@code tile - overlap} pixels, and the last is moved back to end
 * at the border, so that every pixel is in a tile and no tile is there twice. An image that is smaller than a tile has one, which
 * begins at 0.
 *
 * @param width of the image, in pixels
 * @param height of the image, in pixels
 * @param tile size of a tile
 * @param overlap pixels that neighbours share on each axis, or more where the last was moved
 */
public record TileGrid(int width, int height, InputSize tile, int overlap) {
    public TileGrid {
        new FieldChecks()
                .atLeast("width", width, 1)
                .atLeast("height", height, 1)
                .atLeast("overlap", overlap, 0)
                .require(
                        overlap < Math.min(tile.height(), tile.width()),
                        "overlap",
                        overlap,
                        "must be below the tile's height and width, " + tile.height() + "x" + tile.width())
                .done();
    }

    /** Left edges of the tiles, ascending. */
    public List<Integer> xStarts() {
        return starts(width, tile.width());
    }

    /** Upper edges of the tiles, ascending. */
    public List<Integer> yStarts() {
        return starts(height, tile.height());
    }

    /** Number of tiles. */
    public long count() {
        return startCount(width, tile.width()) * startCount(height, tile.height());
    }

    /** All tiles, row by row. */
    public List<TilePlace> places() {
        List<TilePlace> places = new ArrayList<>();
        for (int y : yStarts()) {
            for (int x : xStarts()) {
                places.add(new TilePlace(x, y, Math.min(width, tile.width()), Math.min(height, tile.height())));
            }
        }
        return List.copyOf(places);
    }

    private long startCount(int side, int tileSide) {
        int step = tileSide - overlap;
        return side <= tileSide ? 1 : 1 + ((long) side - tileSide + step - 1) / step;
    }

    private List<Integer> starts(int side, int tileSide) {
        List<Integer> starts = new ArrayList<>();
        long count = startCount(side, tileSide);
        for (long i = 0; i < count; i++) {
            starts.add((int) Math.max(0, Math.min(i * (tileSide - overlap), (long) side - tileSide)));
        }
        return List.copyOf(starts);
    }
}
