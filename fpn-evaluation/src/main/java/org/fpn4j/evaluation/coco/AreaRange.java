package org.fpn4j.evaluation.coco;

/** A range of areas in square pixels, both ends included. */
public record AreaRange(double least, double most) {
    public AreaRange {
        if (!(least >= 0 && least <= most)) {
            throw new IllegalArgumentException("area range[" + least + ", " + most + "] must ascend from 0 or more");
        }
    }

    /** Whether an area is outside. */
    public boolean excludes(double area) {
        return area < least || area > most;
    }
}
