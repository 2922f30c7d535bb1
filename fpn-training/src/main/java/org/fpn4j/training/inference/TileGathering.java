package org.fpn4j.training.inference;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.tiling.TiledImage;

/** What is found in the tiles of images, one after the other; whole images are handed on as soon as their last tile is there. */
final class TileGathering {
    private final Iterator<TiledImage> images;
    private final Seams seams;
    private final BiConsumer<ImageEntry, List<List<Detection>>> listener;
    private final List<List<List<Detection>>> ofTiles = new ArrayList<>();
    private TiledImage image; // null between two images

    TileGathering(List<TiledImage> images, Seams seams, BiConsumer<ImageEntry, List<List<Detection>>> listener) {
        this.images = images.iterator();
        this.seams = seams;
        this.listener = listener;
    }

    /**
     * Takes what was found in the next tile.
     *
     * @param ways one list of detections for each way of finding them
     */
    void add(List<List<Detection>> ways) {
        if (image == null) {
            image = images.next();
        }
        ofTiles.add(ways);
        if (ofTiles.size() == image.tiles().size()) {
            List<List<Detection>> merged = IntStream.range(0, ways.size())
                    .mapToObj(way -> seams.merged(
                            image, ofTiles.stream().map(tile -> tile.get(way)).toList()))
                    .toList();
            listener.accept(image.image(), merged);
            ofTiles.clear();
            image = null;
        }
    }
}
