package org.fpn4j.data.tiling;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.dataset.Reference;
import org.fpn4j.data.image.PixelSpacing;

/**
 * A data set as a network sees it. What is learned, counted and fed are the images of {@link #seen}, the tiles of the first image, of the
 * second, and so on; what is scored, split, held out and told by a digest is the data set itself.
 *
 * <p>What it costs for images of 3000 x 3000 grey pixels at 16 bits, in tiles of 512 with an overlap of 64: each is 49 tiles. Nothing but the
 * places of tiles and what they show of objects is kept here. Where a picture is decoded it takes 36 MB as {@code float} beside what its decoder makes, and 18 MB (and a table of 0.3 MB where a DICOM file has a window) as long as
 * {@link org.fpn4j.data.loading.PictureCache} keeps it; a tile is 1 MB. An epoch decodes each picture once where the cache has room for
 * {@link org.fpn4j.data.loading.EpochOrder#MIXED_PICTURES}, here 144 MB, an evaluation always.
 */
public final class TiledDataset {
    private final Dataset seen;
    private final List<TiledImage> images;

    private TiledDataset(Dataset seen, List<TiledImage> images) {
        this.seen = requireNonNull(seen, "seen is null");
        this.images = List.copyOf(images);
    }

    /**
     * Cuts.
     *
     * @throws org.fpn4j.config.problem.UserInputException where an image would be more tiles than anybody can want
     */
    public static TiledDataset of(Dataset whole, Tiling tiling) {
        List<TiledImage> images = new ArrayList<>();
        long firstId = 1;
        for (ImageEntry image : whole.images()) {
            images.add(tiling.of(image, firstId));
            firstId += images.get(images.size() - 1).tiles().size();
        }
        return new TiledDataset(tiling.isUsed() ? seen(whole, images) : whole, images);
    }

    private static Dataset seen(Dataset whole, List<TiledImage> images) {
        List<ImageEntry> tiles =
                images.stream().flatMap(image -> image.tiles().stream()).toList();
        Map<Long, PixelSpacing> known = whole.reference().spacings();
        Map<Long, PixelSpacing> spacings = new HashMap<>();
        images.stream().filter(image -> known.containsKey(image.image().id())).forEach(image -> image.tiles()
                .forEach(tile -> spacings.put(tile.id(), known.get(image.image().id()))));
        Reference reference = new Reference(Reference.of(tiles).images(), spacings);
        return new Dataset(whole.name() + " in tiles", whole.categories(), tiles, reference, whole.report());
    }

    /** The images that a network sees; the data set itself where they are seen whole. */
    public Dataset seen() {
        return seen;
    }

    /** The images of the data set with those that are seen of them, in their order. */
    public List<TiledImage> images() {
        return images;
    }

    /** How many images are seen of each image, in their order. */
    public List<Integer> counts() {
        return images.stream().map(image -> image.tiles().size()).toList();
    }

    /** How many objects are to be found in none of the images that are seen, because each shows too little of them. */
    public int neverShown() {
        return images.stream()
                .mapToInt(image -> {
                    Set<Long> shown = image.tiles().stream()
                            .flatMap(tile -> objects(tile))
                            .collect(Collectors.toSet());
                    return (int) objects(image.image())
                            .filter(object -> !shown.contains(object))
                            .count();
                })
                .sum();
    }

    /** Ids of the objects of an image. */
    private static Stream<Long> objects(ImageEntry image) {
        return image.annotations().stream()
                .filter(annotation -> annotation.kind() == ObjectKind.OBJECT)
                .map(Annotation::id);
    }

    /** For a log, as the end of a sentence about the images: {@code , seen in 98 tiles}; empty where they are seen whole. */
    public String told() {
        return seen.images().size() == images.size()
                ? ""
                : ", seen in " + seen.images().size() + " tiles";
    }
}
