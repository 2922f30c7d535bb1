package org.fpn4j.data.survey;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * Names for stretches of lengths. A length on a border is of the band below it, as COCO has it with areas.
 *
 * @param names ascending
 * @param borders one fewer than names, ascending
 */
public record SizeBands(List<String> names, List<Double> borders) {
    /** COCO's by the root of the area: small up to 32, medium up to 96, large above. */
    public static final SizeBands COCO = new SizeBands(List.of("S", "M", "L"), List.of(32.0, 96.0));

    /** Of longest sides in mm: 30 mm is where a nodule of the lung begins to be called a mass. */
    public static final SizeBands MILLIMETRES = new SizeBands(
            List.of("\u2264 5", "\u2264 10", "\u2264 30", "\u2264 100", "> 100"), List.of(5.0, 10.0, 30.0, 100.0));

    /** Of objects in an image. */
    public static final SizeBands OBJECTS =
            new SizeBands(List.of("0", "1", "2", "3\u20135", "6\u201310", "> 10"), List.of(0.0, 1.0, 2.0, 5.0, 10.0));

    public SizeBands {
        names = List.copyOf(names);
        borders = List.copyOf(borders);
        if (names.size() != borders.size() + 1) {
            throw new IllegalArgumentException("bands" + names + " need one border less, got " + borders);
        }
    }

    /** The place of a length among the names. */
    public int band(double length) {
        return (int) borders.stream().filter(border -> length > border).count();
    }

    /** How many of some lengths are in each band. */
    public List<Integer> counts(Collection<Double> lengths) {
        List<Integer> counts = new ArrayList<>(Collections.nCopies(names.size(), 0));
        lengths.forEach(length -> counts.set(band(length), counts.get(band(length)) + 1));
        return List.copyOf(counts);
    }
}
