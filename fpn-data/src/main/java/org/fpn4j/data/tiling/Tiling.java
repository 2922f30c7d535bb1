package org.fpn4j.data.tiling;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.image.PicturePart;
import org.fpn4j.data.image.PictureSize;
import org.fpn4j.data.mask.PixelMap;
import org.fpn4j.data.transform.InputSize;

/**
 * How a network gets to see images: whole, or tile by tile. A tile is an image of its own, with a picture that is cut out of the
 * image's and those of its objects of which the tile shows enough, cut as well; one of which it shows less is there as difficult.
 * The area of a cut object is the share of its area that is to be seen.
 */
public final class Tiling {
    /** Every image is seen whole. */
    public static final Tiling NONE = new Tiling(Optional.empty());

    private static final long MOST_TILES = 10_000; // of an image; past this it is a mistake

    private final Optional<Cutting> cutting;

    private record Cutting(InputSize tile, TilesConfig config) {}

    private Tiling(Optional<Cutting> cutting) {
        this.cutting = cutting;
    }

    /** In tiles. */
    public static Tiling of(InputSize tile, TilesConfig config) {
        return new Tiling(Optional.of(
                new Cutting(requireNonNull(tile, "tile is null"), requireNonNull(config, "config is null"))));
    }

    /** Whether there are tiles at all. */
    public boolean isUsed() {
        return cutting.isPresent();
    }

    /**
     * An image as it is seen.
     *
     * @param firstId of its tiles, whose ids follow each other; an image that is seen whole keeps its own
     * @throws UserInputException where that would be more tiles than anybody can want
     */
    public TiledImage of(ImageEntry image, long firstId) {
        return cutting.map(cut -> tiled(image, cut, firstId)).orElseGet(() -> TiledImage.whole(image));
    }

    /**
     * A sample of what is seen of images: of whole ones the first, of tiles as many, evenly spread over those of the first images.
     *
     * @param most that are wanted
     */
    public List<ImageEntry> some(List<ImageEntry> images, int most) {
        List<ImageEntry> seen = images.stream()
                .limit(most)
                .flatMap(image -> of(image, 0).tiles().stream())
                .toList();
        int count = Math.min(most, seen.size());
        long others = Math.max(1, count - 1); // from the first tile of all to the last, so that not all are corners
        return IntStream.range(0, count)
                .mapToObj(i -> seen.get((int) ((seen.size() - 1L) * i / others)))
                .toList();
    }

    private static TiledImage tiled(ImageEntry image, Cutting cut, long firstId) {
        TileGrid grid = new TileGrid(
                image.width(), image.height(), cut.tile(), cut.config().overlap());
        if (grid.count() > MOST_TILES) {
            throw new UserInputException(
                    image.source().name(),
                    "image of " + image.width() + "x" + image.height() + " would be cut into tiles[" + grid.count()
                            + "], more than [" + MOST_TILES + "]",
                    "a smaller input.tiles.overlap or a larger input makes fewer");
        }
        List<Extent> boxes = image.annotations().stream()
                .map(Annotation::box)
                .map(box -> new Extent(box.x1(), box.y1(), box.x2(), box.y2()))
                .toList();
        List<TilePlace> places = grid.places();
        List<ImageEntry> tiles = new ArrayList<>();
        for (int tile = 0; tile < places.size(); tile++) {
            TilePlace place = places.get(tile);
            tiles.add(new ImageEntry(
                    firstId + tile,
                    image.fileName() + ", tile at " + place.x() + ", " + place.y(),
                    new PicturePart(
                            image.source(),
                            new PictureSize(image.width(), image.height()),
                            place.x(),
                            place.y(),
                            new PictureSize(place.width(), place.height())),
                    place.width(),
                    place.height(),
                    annotations(image, place, boxes, cut.config())));
        }
        return new TiledImage(image, tiles, places);
    }

    private static List<Annotation> annotations(
            ImageEntry image, TilePlace place, List<Extent> boxes, TilesConfig config) {
        TileObjects objects = TileObjects.of(place, image.width(), image.height(), boxes, config.minVisible());
        Stream<Annotation> shown = objects.shown().stream()
                .map(part -> cut(
                        image,
                        place,
                        part,
                        image.annotations().get(part.object()).kind()));
        Stream<Annotation> others = objects.tooLittle().stream().map(part -> {
            ObjectKind kind = image.annotations().get(part.object()).kind();
            return cut(image, place, part, kind == ObjectKind.OBJECT ? ObjectKind.DIFFICULT : kind);
        });
        return Stream.concat(shown, others)
                .filter(annotation -> annotation.box().hasArea())
                .toList();
    }

    private static Annotation cut(ImageEntry image, TilePlace place, TileObjects.Part part, ObjectKind kind) {
        Annotation whole = image.annotations().get(part.object());
        Extent box = part.box();
        return new Annotation(
                whole.id(),
                whole.categoryIndex(),
                new Box((float) box.x1(), (float) box.y1(), (float) box.x2(), (float) box.y2()),
                whole.area() * part.visible(),
                kind,
                whole.mask()
                        .map(mask ->
                                mask.moved(new PixelMap(1, 1, -place.x(), -place.y()), place.height(), place.width())));
    }
}
