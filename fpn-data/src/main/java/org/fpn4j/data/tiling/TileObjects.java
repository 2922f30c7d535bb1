package org.fpn4j.data.tiling;

import java.util.ArrayList;
import java.util.List;

/**
 * What a tile shows of the objects of its image. An object of which enough is to be seen is one to be found, as far as the tile
 * reaches; one of which less is to be seen is neither an object nor background; the others are not there.
 *
 * @param shown in the order of the image's objects
 * @param tooLittle in the order of the image's objects
 */
public record TileObjects(List<Part> shown, List<Part> tooLittle) {
    private static final double ROUNDING = 1e-9; // of a share that is as large as the least one

    /**
     * What is to be seen of an object.
     *
     * @param object place among the image's
     * @param box in pixels of the tile
     * @param visible share of the object's area within the image, in (0, 1]
     */
    public record Part(int object, Extent box, double visible) {}

    public TileObjects {
        shown = List.copyOf(shown);
        tooLittle = List.copyOf(tooLittle);
    }

    /**
     * Cuts.
     *
     * @param width of the image
     * @param height of the image
     * @param boxes of all objects in pixels of the image, beyond which they may reach
     * @param leastVisible share of an object's area within the image from which on it is to be found, in (0, 1]
     */
    public static TileObjects of(TilePlace tile, int width, int height, List<Extent> boxes, double leastVisible) {
        List<Part> shown = new ArrayList<>();
        List<Part> tooLittle = new ArrayList<>();
        for (int object = 0; object < boxes.size(); object++) {
            Extent whole = boxes.get(object).within(new Extent(0, 0, width, height));
            Extent cut = tile.inTile(whole);
            if (cut.area() > 0) {
                double visible = cut.area() / whole.area();
                (visible >= leastVisible - ROUNDING ? shown : tooLittle).add(new Part(object, cut, visible));
            }
        }
        return new TileObjects(shown, tooLittle);
    }
}
