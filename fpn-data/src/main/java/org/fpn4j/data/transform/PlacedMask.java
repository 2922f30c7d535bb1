package org.fpn4j.data.transform;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.ObjectMask;
import org.fpn4j.data.mask.Polygon;
import org.fpn4j.data.mask.Polygons;
import org.fpn4j.data.mask.RunLengthMask;
import org.fpn4j.data.mask.Segmentation;

/**
 * What an object covers of the network's input; pixels are made when they are asked for, where the object's box goes and nowhere
 * beside the picture.
 *
 * @param segmentation in pixels of the picture
 * @param geometry of the picture in the input
 * @param part of the input that the picture has
 */
public record PlacedMask(Segmentation segmentation, Geometry geometry, InputSize input, Box part)
        implements ObjectMask {
    public PlacedMask {
        requireNonNull(segmentation, "segmentation is null");
        requireNonNull(geometry, "geometry is null");
        requireNonNull(input, "input is null");
        requireNonNull(part, "part is null");
    }

    /** Of a picture that has the whole input. */
    public PlacedMask(Segmentation segmentation, Geometry geometry, InputSize input) {
        this(segmentation, geometry, input, new Box(0, 0, input.width(), input.height()));
    }

    @Override
    public int height() {
        return input.height();
    }

    @Override
    public int width() {
        return input.width();
    }

    /** The pixels as runs. */
    public RunLengthMask runs() {
        Box picture = new Box(0, 0, geometry.originalWidth(), geometry.originalHeight());
        Box placed = geometry.toInput(picture).clip(input.width(), input.height());
        RunLengthMask covered = moved(segmentation)
                .within(
                        Math.max(Math.round(placed.x1()), Math.round(part.x1())),
                        Math.max(Math.round(placed.y1()), Math.round(part.y1())),
                        Math.min(Math.round(placed.x2()), Math.round(part.x2())),
                        Math.min(Math.round(placed.y2()), Math.round(part.y2())));
        return geometry.map().keepsAxes() ? covered : covered.within(moved(outline(picture)));
    }

    private RunLengthMask moved(Segmentation original) {
        return original.moved(geometry.map(), input.height(), input.width()).mask(input.height(), input.width());
    }

    private static Segmentation outline(Box box) {
        return new Polygons(List.of(new Polygon(
                new double[] {box.x1(), box.y1(), box.x2(), box.y1(), box.x2(), box.y2(), box.x1(), box.y2()})));
    }

    @Override
    public byte[] pixels() {
        return runs().pixels();
    }
}
