package org.fpn4j.data.tiling;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.fpn4j.data.dataset.ImageEntry;

/**
 * An image as a network sees it.
 *
 * @param image whole
 * @param tiles one after the other, each an image
 * @param places of the tiles in the image
 */
public record TiledImage(ImageEntry image, List<ImageEntry> tiles, List<TilePlace> places) {
    public TiledImage {
        requireNonNull(image, "image is null");
        tiles = List.copyOf(tiles);
        places = List.copyOf(places);
        if (tiles.size() != places.size() || tiles.isEmpty()) {
            throw new IllegalArgumentException(
                    "tiles[" + tiles.size() + "] and places[" + places.size() + "] must be as many, and some");
        }
    }

    /** One that is its own and only tile. */
    static TiledImage whole(ImageEntry image) {
        return new TiledImage(image, List.of(image), List.of(new TilePlace(0, 0, image.width(), image.height())));
    }
}
