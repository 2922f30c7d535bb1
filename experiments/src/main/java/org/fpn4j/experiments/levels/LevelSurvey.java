package org.fpn4j.experiments.levels;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.ObjectFit;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.image.PixelSpacing;
import org.fpn4j.data.tiling.TilePlace;
import org.fpn4j.data.tiling.TiledImage;
import org.fpn4j.data.transform.InputSize;
import org.fpn4j.data.transform.Outline;

/**
 * Every object of a data set with the cells that would learn it: what the head of a config assigns to it after the resize,
 * without augmentation. Where pictures are seen in tiles, what each tile shows of an object counts. Needs boxes and sizes of images alone; loads no native library.
 *
 * @param input of the network
 * @param pyramid levels of the head
 * @param cells of each level: positions, or as many anchors as the head has at them
 * @param objects in the order of the images
 * @param withoutCells what becomes of objects without a cell, as a clause
 */
record LevelSurvey(
        InputSize input, PyramidSpec pyramid, List<Integer> cells, List<PlacedObject> objects, String withoutCells) {
    LevelSurvey {
        requireNonNull(input, "input is null");
        requireNonNull(withoutCells, "withoutCells is null");
        requireNonNull(pyramid, "pyramid is null");
        cells = List.copyOf(cells);
        objects = List.copyOf(objects);
    }

    /**
     * Asks a head about images of a data set.
     *
     * @param spacings of pixels by image id, where the annotations know them
     * @throws IllegalStateException where the head's assignment has not one stretch of cells for each level
     */
    static LevelSurvey of(AskedHead head, List<ImageEntry> images, Map<Long, PixelSpacing> spacings) {
        List<PlacedObject> objects = images.parallelStream()
                .flatMap(image -> placed(image, head, Optional.ofNullable(spacings.get(image.id()))))
                .toList();
        return new LevelSurvey(
                head.transform().input(),
                head.pyramid(),
                cells(head),
                objects,
                head.geometry().withoutCells());
    }

    private static Stream<PlacedObject> placed(ImageEntry image, AskedHead head, Optional<PixelSpacing> spacing) {
        TiledImage tiled = head.tiling().of(image, 0);
        return IntStream.range(0, tiled.tiles().size())
                .boxed()
                .flatMap(tile -> placed(
                        image,
                        tiled.places().get(tile),
                        head.transform().outline(tiled.tiles().get(tile)),
                        head.geometry(),
                        spacing));
    }

    private static Stream<PlacedObject> placed(
            ImageEntry image, TilePlace place, Outline outline, HeadGeometry geometry, Optional<PixelSpacing> spacing) {
        if (outline.objects().size() == 0) {
            return Stream.empty();
        }
        List<ObjectFit> fits = geometry.fits(outline.scene());
        List<PlacedObject> placed = new ArrayList<>();
        for (int i = 0; i < fits.size(); i++) {
            placed.add(new PlacedObject(
                    image,
                    inImage(outline.annotations().get(i), place),
                    outline.objects().boxes().get(i),
                    fits.get(i),
                    spacing));
        }
        return placed.stream();
    }

    /** What a tile shows of an object, in pixels of the image. */
    private static Annotation inImage(Annotation shown, TilePlace place) {
        Box box = shown.box();
        return new Annotation(
                shown.id(),
                shown.categoryIndex(),
                new Box(box.x1() + place.x(), box.y1() + place.y(), box.x2() + place.x(), box.y2() + place.y()),
                shown.area(),
                shown.kind());
    }

    private static List<Integer> cells(AskedHead head) {
        int[] ends = head.geometry().assignment(Outline.NOTHING.scene()).ends();
        if (ends.length != head.pyramid().levels().size()) {
            throw new IllegalStateException("the head assigns cells of levels[" + ends.length + "], its pyramid has "
                    + head.pyramid().names());
        }
        List<Integer> cells = new ArrayList<>();
        for (int level = 0; level < ends.length; level++) {
            cells.add(ends[level] - (level == 0 ? 0 : ends[level - 1]));
        }
        return cells;
    }

    /** Whether the head tells good matches from bad ones. */
    boolean knowsQuality() {
        return objects.stream().anyMatch(object -> !object.fit().lowQuality().isEmpty());
    }

    /** Whether the head has a rule by which objects share cells. */
    boolean knowsAmbiguity() {
        return objects.stream().anyMatch(object -> !object.fit().contested().isEmpty());
    }

    /** Whether the head has anchors to overlap objects with. */
    boolean knowsOverlap() {
        return objects.stream().anyMatch(object -> object.fit().bestOverlap().isPresent());
    }

    /** The objects that no level takes. */
    List<PlacedObject> unmatched() {
        return objects.stream().filter(object -> object.fit().positives() == 0).toList();
    }

    LevelTally tally() {
        return LevelTally.of(objects, pyramid);
    }

    /** That of some of the images, by their ids. */
    LevelSurvey of(Set<Long> images) {
        return new LevelSurvey(
                input,
                pyramid,
                cells,
                objects.stream()
                        .filter(object -> images.contains(object.image().id()))
                        .toList(),
                withoutCells);
    }
}
