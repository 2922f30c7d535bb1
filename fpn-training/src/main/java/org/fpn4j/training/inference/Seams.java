package org.fpn4j.training.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.detector.OutputPart;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.merging.PooledSuppression;
import org.fpn4j.core.merging.ScoredBox;
import org.fpn4j.data.tiling.TilePlace;
import org.fpn4j.data.tiling.TiledImage;
import org.fpn4j.training.config.InputConfig;

/** What is found in the tiles of an image, as what is found in the image. Of an image that is seen whole it is the same. */
final class Seams {
    private final Optional<PooledSuppression> merging; // empty where images are seen whole

    private Seams(Optional<PooledSuppression> merging) {
        this.merging = merging;
    }

    /**
     * Of a config.
     *
     * @param geometry of the head, which says how many detections an image has at most
     * @param outputs of the network
     */
    static Seams of(InputConfig input, HeadGeometry geometry, Map<String, Shape> outputs) {
        if (!input.tiling().isUsed()) {
            return new Seams(Optional.empty());
        }
        return new Seams(Optional.of(new PooledSuppression(input.tiles().nms(), most(geometry, outputs))));
    }

    /** How many detections an image has at most. */
    static int most(HeadGeometry geometry, Map<String, Shape> outputs) {
        Optional<Integer> ofTable = geometry.detectionTable()
                .map(table -> outputs.get(OutputPart.HEAD.output(table.table())))
                .map(shape -> shape.dim(1));
        return geometry.decoding()
                .map(Decoding::maxDetections)
                .or(() -> ofTable)
                .orElse(Integer.MAX_VALUE);
    }

    /**
     * Puts together.
     *
     * @param ofTiles in pixels of each tile and clipped to it
     * @return in pixels of the image, the best first
     */
    List<Detection> merged(TiledImage image, List<List<Detection>> ofTiles) {
        if (merging.isEmpty()) {
            return ofTiles.get(0);
        }
        List<Detection> all = new ArrayList<>();
        for (int tile = 0; tile < ofTiles.size(); tile++) {
            TilePlace place = image.places().get(tile);
            ofTiles.get(tile).forEach(found -> all.add(inImage(found, place, image)));
        }
        List<ScoredBox> boxes = all.stream().map(Seams::scored).toList();
        return merging.get().kept(boxes).stream().map(all::get).toList();
    }

    private static Detection inImage(Detection found, TilePlace place, TiledImage image) {
        return found.in(
                box -> new Box(box.x1() + place.x(), box.y1() + place.y(), box.x2() + place.x(), box.y2() + place.y()),
                image.image().width(),
                image.image().height());
    }

    static ScoredBox scored(Detection found) {
        Box box = found.box();
        return new ScoredBox(found.label(), found.score(), box.x1(), box.y1(), box.x2(), box.y2());
    }
}
